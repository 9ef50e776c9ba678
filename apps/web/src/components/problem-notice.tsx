import type { ReactNode } from 'react';
import { useProblemText } from './problem-text.js';
import { Notice } from './notice.js';

/** An error, told to a person; nothing when there is none. */
export function ProblemNotice({ error, children }: { error: unknown; children?: ReactNode }) {
  const say = useProblemText();
  if (!error) return null;
  return (
    <Notice kind="bad">
      <p>{say(error)}</p>
      {children}
    </Notice>
  );
}
