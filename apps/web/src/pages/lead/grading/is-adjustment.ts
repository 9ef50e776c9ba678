const most = 100_000;

/** Whether a text is a number of points that can be given, or taken with a minus. */
export const isAdjustment = (text: string): boolean =>
  /^[+-]?\d{1,6}$/.test(text.trim()) && Number(text) !== 0 && Math.abs(Number(text)) <= most;
