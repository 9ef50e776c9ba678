import { describe, expect, it } from 'vitest';
import { seenBy, terminalFor } from './seen-by.js';
import { loadDrill } from './testing/drill-folder.js';

const scenario = loadDrill().scenario!;

describe('what a role sees', () => {
  it('is what it is given, in the order of the file', () => {
    expect(seenBy(scenario, 'blue').nodes).toEqual(['attacker', 'web']);
    expect(seenBy(scenario, 'red')).toEqual({ nodes: ['attacker'], tasks: [] });
  });

  it('is everything when the scenario leaves nothing out', () => {
    const all = ['find', 'mend', 'quiet', 'report', 'parts', 'several'];
    expect(seenBy(scenario, 'white')).toEqual({ nodes: ['attacker', 'web'], tasks: all });
    expect(seenBy({ ...scenario, roles: { red: { tasks: [] } } }, 'red').nodes).toEqual(['attacker', 'web']);
  });
});

describe('the terminal of a role', () => {
  it('opens as the user of the role, else as that of the node', () => {
    const shell = ['/bin/bash', '-l'];
    expect(terminalFor(scenario, 'attacker', 'red')).toEqual({ user: 'kali', shell });
    expect(terminalFor(scenario, 'attacker', 'blue')).toEqual({ user: 'root', shell });
  });

  it('is none for a role that is not named, on a node that it does not see, or where nobody gets one', () => {
    expect(terminalFor(scenario, 'attacker', 'white')).toBeUndefined();
    expect(terminalFor(scenario, 'web', 'blue')).toBeUndefined();
    expect(terminalFor(scenario, 'constructor', 'blue')).toBeUndefined();
    const hidden = { ...scenario, roles: { red: { nodes: ['web'] } } };
    expect(terminalFor(hidden, 'attacker', 'red')).toBeUndefined();
  });
});
