import { scenarioSchema, type ObserveTask } from '#scenario';
import { describe, expect, it } from 'vitest';
import { scenario as sample } from '../testing/given.js';
import { detailOf, isSeen } from './actions.js';
import type { Observation } from './observation.js';

/** An action as a scenario's reader makes it of what an author writes. */
function action(written: object): ObserveTask['actions'][number] {
  const task = { id: 'look', title: { en: 'l' }, description: { en: 'l' }, points: 1 };
  const observe = { actions: [{ node: 'web', ...written }] };
  return scenarioSchema.parse({ ...sample, tasks: [{ ...task, observe }] }).tasks[0]!.observe!.actions[0]!;
}
const typed = (line: string, more: object = {}): Observation => ({
  kind: 'command',
  node: 'web',
  at: 0,
  line,
  ...more,
});
const opened = (more: object = {}): Observation => ({
  kind: 'connection',
  node: 'web',
  at: 0,
  protocol: 'tcp',
  ...more,
});
const changed = (path: string, change: 'created' | 'written' = 'written'): Observation => ({
  kind: 'file',
  node: 'web',
  at: 0,
  path,
  change,
});

describe('a command', () => {
  const nmap = action({ command: { matches: '^nmap\\b' } });
  it.each<[string, Observation, boolean]>([
    ['that matches', typed('nmap -p- web'), true],
    ['that does not match', typed('echo nmap'), false],
    ['on another node', { ...typed('nmap'), node: 'db' }, false],
    ['as it ends, when its beginning counts', typed('nmap', { exit: 0 }), false],
    ['that is no command', changed('/nmap'), false],
  ])('%s', (_, seen, is) => expect(isSeen(nmap, seen)).toBe(is));

  it('counts by its exit code where one is named, and only then by its end', () => {
    const well = action({ command: { matches: 'nmap', exit: 0 } });
    expect([undefined, 0, 1].map((exit) => isSeen(well, typed('nmap', { exit })))).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('counts for its user alone where one is named', () => {
    const root = action({ command: { matches: 'id', user: 'root' } });
    expect([undefined, 'root', 'an'].map((user) => isSeen(root, typed('id', { user })))).toEqual([
      false,
      true,
      false,
    ]);
  });
});

describe('a connection', () => {
  it.each<[object, object, boolean]>([
    [{}, { to: 'db', port: 5432 }, true],
    [{ to: 'db' }, { to: 'db', port: 5432 }, true],
    [{ to: 'db' }, { to: 'web' }, false],
    [{ to: 'db' }, { port: 80 }, false],
    [{ port: 80 }, { to: 'db', port: 80 }, true],
    [{ port: 80 }, { to: 'db', port: 81 }, false],
    [{ protocol: 'udp' }, { port: 80 }, false],
    [{ protocol: 'icmp' }, { protocol: 'icmp', to: 'db' }, true],
  ])('%o is %o: %s', (wanted, seen, is) =>
    expect(isSeen(action({ connection: wanted }), opened(seen))).toBe(is),
  );
});

describe('a change of a file', () => {
  it.each<[object, Observation, boolean]>([
    [{ path: '/etc/passwd' }, changed('/etc/passwd'), true],
    [{ path: '/etc/passwd' }, changed('/etc/passwd-'), false],
    [{ path: '/etc' }, changed('/etc/ssh/sshd_config'), true],
    [{ path: '/etc/' }, changed('/etc/passwd'), true],
    [{ path: '/etc', change: 'created' }, changed('/etc/x', 'written'), false],
    [{ path: '/etc', change: 'created' }, changed('/etc/x', 'created'), true],
  ])('%o is %o: %s', (wanted, seen, is) => expect(isSeen(action({ file: wanted }), seen)).toBe(is));
});

describe('what was seen, in a line', () => {
  it.each<[Observation, string]>([
    [typed('nmap\n -p-  web'), 'nmap -p- web'],
    [typed('false', { exit: 1 }), 'false (exit 1)'],
    [opened({ to: 'db', port: 5432 }), 'tcp db:5432'],
    [opened({ protocol: 'icmp' }), 'icmp ?'],
    [changed('/etc/passwd'), 'written /etc/passwd'],
  ])('%o', (seen, detail) => expect(detailOf(seen)).toBe(detail));
  it('is cut when it is long', () => expect(detailOf(typed('x'.repeat(4_000)))).toHaveLength(200));
});
