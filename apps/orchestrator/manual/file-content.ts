/** How contents of a type begin, by the end of their names; several types share one. */
const beginnings: Record<string, readonly string[]> = {
  pdf: ['255044462d'],
  png: ['89504e470d0a1a0a'],
  jpg: ['ffd8ff'],
  jpeg: ['ffd8ff'],
  gif: ['47494638'],
  zip: ['504b0304', '504b0506'],
  docx: ['504b0304'],
  xlsx: ['504b0304'],
  pptx: ['504b0304'],
  odt: ['504b0304'],
  ods: ['504b0304'],
  odp: ['504b0304'],
  gz: ['1f8b'],
  tgz: ['1f8b'],
  xz: ['fd377a585a00'],
  '7z': ['377abcaf271c'],
  pcap: ['d4c3b2a1', 'a1b2c3d4', '4d3cb2a1', 'a1b23c4d'],
  pcapng: ['0a0d0d0a'],
};

/** Types of plain text, which hold no zero byte. */
const texts = new Set(
  'txt md csv tsv json yaml yml xml html log py sh c h js ts sql rules yar yara'.split(' '),
);

/** How much of a content's beginning its type is told by, in bytes. */
export const headLength = 512;

/**
 * Why a content cannot be of the type that its name says, for people; undefined when it can be, or when nothing is known of
 * the type. It tells a mistaken file from a right one: that a content does no harm it cannot tell.
 * @param head its first `headLength` bytes
 */
export function contentFault(name: string, type: string, head: Uint8Array): string | undefined {
  const begun = Buffer.from(head).toString('hex');
  const known = Object.hasOwn(beginnings, type) ? beginnings[type]! : undefined;
  if (known && !known.some((beginning) => begun.startsWith(beginning))) {
    return `${name} is no ${type} file inside, whatever it is called: choose the right file, or save it as ${type}.`;
  }
  if (texts.has(type) && head.includes(0)) {
    return `${name} is no plain text inside: save it as text in UTF-8.`;
  }
  return undefined;
}
