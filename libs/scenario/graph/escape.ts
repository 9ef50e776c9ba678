/** What XML 1.0 cannot hold, however it is written. */
const impossible = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text fit for an element or an attribute of XML, whoever wrote it; what XML cannot hold becomes `�`. */
export const escapeXml = (text: string): string =>
  text.replace(impossible, '\ufffd').replace(/[&<>"']/g, (sign) => entities[sign]!);

/** Signs that take the width of two, roughly: scripts of East Asia, and pictures. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f300}-\u{1faff}]/u;

/** A text of one line that is no wider than so many letters; what is too long ends in `…`. */
export function shorten(text: string, most: number): string {
  const signs = [...text.replace(/\s+/g, ' ').trim()];
  const widthOf = (sign: string) => (wide.test(sign) ? 2 : 1);
  let width = 0;
  const end = signs.findIndex((sign) => (width += widthOf(sign)) > most);
  return end < 0
    ? signs.join('')
    : `${signs
        .slice(0, Math.max(0, end - 1))
        .join('')
        .trimEnd()}…`;
}
