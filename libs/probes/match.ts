import { runInNewContext } from 'node:vm';

/** Wall time that a pattern may take, ms: the node chooses the text, and some patterns never end on some texts. */
const patternLimitMs = 200;

/** Whether a pattern matches in a text; undefined when that cannot be found out in a short time. */
export function matches(pattern: string, text: string): boolean | undefined {
  try {
    const found: unknown = runInNewContext(
      'new RegExp(pattern, "u").test(text)',
      { pattern, text },
      { timeout: patternLimitMs },
    );
    return found === true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return undefined;
    throw error;
  }
}
