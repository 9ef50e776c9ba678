import type { Path } from '../path.js';
import type { Finding } from '../problem.js';
import { durationMs } from '../units.js';
import type { Subject } from './subject.js';

/** Most of each in one scenario: every team gets its own copy of all. */
const most = { variables: 200, networks: 50, nodes: 100 };

/** Values that are well formed but cannot be meant. */
export function* values({ scenario }: Subject): Iterable<Finding> {
  if (durationMs(scenario.duration) === 0)
    yield { path: ['duration'], message: 'duration must be more than nothing' };
  for (const key of ['variables', 'networks', 'nodes'] as const) {
    const count = Object.keys(scenario[key]).length;
    if (count > most[key])
      yield { path: [key], onKey: true, message: `has ${count} ${key}, may have ${most[key]}` };
  }
  for (const [name, variable] of Object.entries(scenario.variables)) {
    const path = ['variables', name];
    if ((variable.type === 'port' || variable.type === 'number') && variable.min > variable.max) {
      yield { path: [...path, 'min'], message: `min ${variable.min} is more than max ${variable.max}` };
    }
    if (variable.type === 'choice' && new Set(variable.of).size < variable.of.length) {
      yield { path: [...path, 'of'], severity: 'warning', message: `${name} offers the same choice twice` };
    }
  }
  yield* nodeValues(scenario.nodes);
  yield* taskValues(scenario.tasks);
}

function* nodeValues(nodes: Subject['scenario']['nodes']): Iterable<Finding> {
  for (const [name, node] of Object.entries(nodes)) {
    const path: Path = ['nodes', name];
    if (Object.keys(node.networks).length === 0) {
      yield {
        path,
        onKey: true,
        severity: 'warning',
        message: `node ${name} is in no network: nothing reaches it`,
      };
    }
  }
  const anyone = Object.values(nodes).some(({ terminal }) => terminal);
  if (!anyone && Object.keys(nodes).length > 0) {
    yield {
      path: ['nodes'],
      onKey: true,
      severity: 'warning',
      message: 'no node has a terminal: nobody can enter the range',
    };
  }
}

function* taskValues(tasks: Subject['scenario']['tasks']): Iterable<Finding> {
  for (const [index, task] of tasks.entries()) {
    const path: Path = ['tasks', index];
    if (task.points === 0) {
      yield { path: [...path, 'points'], severity: 'warning', message: `task ${task.id} earns nothing` };
    }
    const cost = task.hints.reduce((sum, hint) => sum + hint.cost, 0);
    if (cost > task.points) {
      const message = `the hints of task ${task.id} cost ${cost}, more than its ${task.points} points`;
      yield { path: [...path, 'hints'], severity: 'warning', message };
    }
  }
}
