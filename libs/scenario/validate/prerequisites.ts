import type { Finding } from '../problem.js';
import type { Subject } from './subject.js';

/** Tasks that can never be opened, because they wait for themselves or for one that does. */
export function* prerequisites({ scenario }: Subject): Iterable<Finding> {
  const requires = new Map(scenario.tasks.map((task) => [task.id, task.requires]));
  const open = new Set<string>();
  for (let grown = true; grown;) {
    grown = false;
    for (const [id, needed] of requires) {
      if (open.has(id) || needed.some((other) => requires.has(other) && !open.has(other))) continue;
      open.add(id);
      grown = true;
    }
  }
  for (const [index, { id }] of scenario.tasks.entries()) {
    if (open.has(id)) continue;
    const cycle = cycleFrom(id, requires, open);
    const message = cycle.at(-1) === id ? `task ${id} waits for itself` : `task ${id} can never be opened`;
    yield {
      path: ['tasks', index, 'requires'],
      message: `${message}: ${cycle.join(' needs ')}`,
      mend: 'drop one of these',
    };
  }
}

/** The way from a task along what it needs until a task comes up again. */
function cycleFrom(id: string, requires: ReadonlyMap<string, string[]>, open: ReadonlySet<string>): string[] {
  const way = [id];
  for (let next: string | undefined = id; next !== undefined;) {
    next = requires.get(next)?.find((other) => requires.has(other) && !open.has(other));
    if (next === undefined) break;
    const known = way.includes(next);
    way.push(next);
    if (known) break;
  }
  return way;
}
