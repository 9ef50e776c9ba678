import { useState } from 'react';

/** A text being typed. It outlives a reload or a new sign-in in this tab; emptied, it is forgotten. */
export function useDraft(name: string): [string, (text: string) => void] {
  const key = `vocr.draft.${name}`;
  const [draft, setDraft] = useState(() => sessionStorage.getItem(key) ?? '');
  const change = (text: string) => {
    setDraft(text);
    if (text === '') sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, text);
  };
  return [draft, change];
}
