import type { TaskAnswer } from '#scenario';

const wrapper = /^[\p{L}\p{N}_-]{1,30}\{([^]*)\}$/u;

/**
 * The form in which answers of a task are compared: Unicode in NFC, so that a Vietnamese mark typed in either way is the
 * same, without the space around it, and without what the task says does not count.
 */
export function answerForm(
  text: string,
  { caseSensitive, normalise = [] }: Pick<TaskAnswer, 'caseSensitive' | 'normalise'>,
): string {
  let form = text.normalize('NFC').trim();
  if (normalise.includes('wrapper')) form = (wrapper.exec(form)?.[1] ?? form).trim();
  if (normalise.includes('marks')) form = withoutMarks(form);
  if (normalise.includes('punctuation')) form = form.replace(/\p{P}/gu, '').trim();
  // Also what takes no room and cannot be seen, as a copied text may have it.
  if (normalise.includes('spaces')) form = form.replace(/[\s\u200b-\u200d\u2060\ufeff]/g, '');
  return caseSensitive ? form : form.toLowerCase();
}

/** Đ is a letter of its own in Unicode, without a mark that could be taken from it. */
const withoutMarks = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D').normalize('NFC');
