import { describe, expect, it } from 'vitest';
import { isNamed, wantedOf } from './sources.js';
import { scenarioOf } from './testing/scenario.js';

const command = { node: 'desk', command: { matches: '^id' } };
const connection = { node: 'desk', connection: { to: 'shop', port: 80 } };
const file = { node: 'shop', file: { path: '/srv' } };

describe('what has to be watched', () => {
  it('is nothing where no task wants to see anything', () =>
    expect(wantedOf({ tasks: [] })).toEqual({ commands: new Set(), connections: [], files: [] }));

  it('is what tasks want to see and what they forbid, each file once', () =>
    expect(wantedOf(scenarioOf([[command], [file]], [[connection, { ...file }]]))).toEqual({
      commands: new Set(['desk']),
      connections: [{ node: 'desk', to: 'shop', protocol: 'tcp', port: 80 }],
      files: [{ node: 'shop', path: '/srv' }],
    }));
});

describe('what is seen', () => {
  it.each([
    ['id', true],
    ['ls', false],
  ])('is of use when a task names it: %s', (line, is) =>
    expect(isNamed(scenarioOf([[file], [command]]), { kind: 'command', node: 'desk', at: 0, line })).toBe(is),
  );
});
