import type { ExecResult } from '#range';
import { askLimitMs, outputLimit } from './answer.js';
import type { Target } from './target.js';

/** The platform's own tools, in every node. */
const busybox = '/.vocr/busybox';

/**
 * Runs a script of the platform's own shell and tools in the node as its root, whatever the image has.
 * @param words what the script gets as $1, $2, …
 */
export function inside(target: Target, script: string, words: readonly string[]): Promise<ExecResult> {
  return target.engine.exec(target.container, {
    command: [
      busybox,
      'timeout',
      '-s',
      'KILL',
      String(askLimitMs / 1000),
      busybox,
      'sh',
      '-c',
      script,
      busybox,
      ...words,
    ],
    user: 'root',
    timeoutMs: askLimitMs + 5_000,
    limit: outputLimit,
  });
}
