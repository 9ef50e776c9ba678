import type { Range } from '../../api/queries.js';

/** A step of bringing a range up. */
export interface LaunchStep {
  step: 'requested' | 'queued' | 'preparing' | 'starting' | 'ready' | 'node';
  /** Only for `node`: its id in the scenario. */
  node?: string;
  is: 'done' | 'now' | 'todo';
}

const order = ['requested', 'queued', 'preparing', 'starting'] as const;

/** How far each state of a range has come: the index of the step that is under way. */
const reached: Record<string, number> = {
  requested: 0,
  queued: 1,
  resetting: 2,
  preparing: 2,
  starting: 3,
  ready: 5,
  degraded: 5,
  suspended: 5,
};

/** The steps of a launch and how far it has come. */
export function launchSteps({ state, nodes }: Pick<Range, 'state' | 'nodes'>): LaunchStep[] {
  const at = reached[state] ?? -1;
  const standing = (index: number) =>
    (index < at ? 'done' : index === at ? 'now' : 'todo') as LaunchStep['is'];
  const machines = nodes.map(({ id, state: node }): LaunchStep => ({
    step: 'node',
    node: id,
    is: at > 3 || node === 'ready' ? 'done' : at === 3 ? 'now' : 'todo',
  }));
  return [
    ...order.map((step, index): LaunchStep => ({ step, is: standing(index) })),
    ...machines,
    { step: 'ready', is: at > 3 ? 'done' : 'todo' },
  ];
}

/** Whether terminals can be opened and checks be run. */
export const isUp = (state: string | undefined): boolean => state === 'ready' || state === 'degraded';
/** Whether there are machines, running or frozen. */
export const isThere = (state: string | undefined): boolean => isUp(state) || state === 'suspended';
/** Whether the range is on its way up. */
export const isComing = (state: string): boolean =>
  ['requested', 'queued', 'preparing', 'starting', 'resetting'].includes(state);
