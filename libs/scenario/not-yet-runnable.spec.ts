import { describe, expect, it } from 'vitest';
import { loadScenario } from './load.js';
import { notYetRunnable } from './not-yet-runnable.js';
import { loadDrill } from './testing/drill-folder.js';
import { sampleFolder } from './testing/sample-folder.js';

describe('what cannot run yet', () => {
  it('is nothing in a scenario that leaves it out', () => {
    expect(notYetRunnable(loadScenario(sampleFolder()).scenario!)).toEqual([]);
  });

  it('is named with its place, once for all that is within', () => {
    const told = notYetRunnable(loadDrill().scenario!).map(({ where, what }) => `${where}: ${what}`);
    expect(told).toEqual([
      'nodes.attacker.terminal.roles: terminals by role',
      'roles: roles that see less than everything',
      'attacks.ransom: attacks',
      ...['timeline[0]', 'timeline[1]', 'timeline[2]', 'timeline[3]', 'timeline[4]'].map(
        (place) => `${place}: injects of a timeline`,
      ),
    ]);
  });
});
