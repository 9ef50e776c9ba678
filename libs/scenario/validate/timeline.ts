import type { Finding } from '../problem.js';
import { durationMs } from '../units.js';
import type { Subject } from './subject.js';

/** Injects that come after the end, or that wait for what they open themselves. */
export function* timeline({ scenario }: Subject): Iterable<Finding> {
  const end = durationMs(scenario.duration);
  const opened = new Map(
    scenario.timeline.flatMap(({ task }, index) =>
      task?.do === 'open' ? task.ids.map((id): [string, number] => [id, index]) : [],
    ),
  );
  for (const [index, { at, delay, when, task }] of scenario.timeline.entries()) {
    const path = ['timeline', index];
    if (at !== undefined && durationMs(at) + durationMs(delay) > end) {
      const message = `comes after the scenario's ${scenario.duration}`;
      yield {
        path: [...path, 'at'],
        severity: 'warning',
        message,
        mend: 'make it earlier, or duration longer',
      };
    }
    if (when?.solved !== undefined && task?.do === 'open' && opened.get(when.solved) === index) {
      const message = `waits for task ${when.solved}, which it opens itself: neither can ever be`;
      yield { path: [...path, 'when', 'solved'], message, mend: 'wait for another task' };
    }
  }
}
