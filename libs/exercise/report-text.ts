/** Longest text of a report that is logged, in UTF-16 units. */
export const longestReportText = 4_000;

/**
 * What a worker says, as it can be logged. It quotes what programs in a range wrote, and so may hold what no database
 * keeps as text (U+0000, half a surrogate pair) or go on without end; a report must not be lost for that.
 */
export function reportText(said: string): string {
  const cut = said.length > longestReportText ? `${said.slice(0, longestReportText - 1)}…` : said;
  return cut.replace(/\0|\p{Surrogate}/gu, '\ufffd');
}
