import type { Observation } from '#exercise';
import { describe, expect, it } from 'vitest';
import { CommandSource } from './command-source.js';
import { scenarioOf } from './testing/scenario.js';

const scenario = scenarioOf([[{ node: 'desk', command: { matches: '^id' } }]]);
const place = { exercise: 'e', range: 'r1', node: 'desk', user: 'an' };

function source() {
  const seen: Observation[] = [];
  const said: string[] = [];
  const commands = new CommandSource({ command: (_, one) => seen.push(one) }, (_, text) => said.push(text));
  const key = commands
    .environment(scenario, 'desk')
    .find((one) => one.startsWith('VOCR_SHELL_KEY='))!
    .split('=')[1]!;
  return { commands, seen, said, mark: (line: string) => Buffer.from(`\x1b]633;E;${line};${key};7\x07`) };
}

describe('a terminal', () => {
  it('tells its commands with node, user and time, and hides the marks', () => {
    const { commands, seen, mark } = source();
    const tap = commands.tap(scenario, place)!;
    expect(tap.take(Buffer.concat([Buffer.from('$ '), mark('id')])).toString()).toBe('$ ');
    expect(seen).toEqual([
      { kind: 'command', node: 'desk', user: 'an', line: 'id', at: expect.any(Number) as number },
    ]);
    expect(seen[0]!.at).toBeGreaterThan(Date.now() - 5_000);
  });

  it('is left alone where no task wants to know', () => {
    const { commands } = source();
    expect(commands.environment(scenario, 'shop')).toEqual([]);
    expect(commands.tap(scenario, { ...place, node: 'shop' })).toBeUndefined();
  });

  it('cannot flood the worker, and that is said once', () => {
    const { commands, seen, said, mark } = source();
    const tap = commands.tap(scenario, place)!;
    for (let count = 0; count < 10_000; count++) tap.take(mark('id'));
    expect(seen.length).toBeLessThan(300);
    expect(said).toHaveLength(1);
  });
});
