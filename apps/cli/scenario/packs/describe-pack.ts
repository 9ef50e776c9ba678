import { textIn, type PackContents } from '#scenario';

/** What the API says of a pack that is sent for a preview. */
export interface Preview {
  id: string;
  version: string;
  digest: string;
  signer: string;
  standing: {
    version: 'new' | 'there' | 'taken';
    signer: 'first' | 'same' | 'changed';
    signerBefore?: string | null;
    alsoSigned: string[];
    changes?: {
      against: string;
      files: { added: string[]; removed: string[]; changed: string[] };
      rights: { gained: string[]; lost: string[] };
    };
  };
}

/** Most lines of a list of which not each line counts; a pack may have thousands of files. */
const mostLines = 12;

/**
 * What someone wants to know before they take a pack in, as lines. Nothing in it can write on the terminal but what is to
 * be read: a pack is a stranger's.
 */
export function describePack(contents: PackContents, { digest, signer, standing }: Preview): string {
  const { tasks, files, nodes, needs, builds, pulls, rights } = contents;
  const title = [...new Set([textIn(contents.title, ['vi', 'en']), textIn(contents.title, ['en', 'vi'])])];
  const lines = [
    `${contents.id}@${contents.version}  ${title.join(' / ')}`,
    fact('authors', `${contents.authors.join(', ')} (${contents.license})`),
    fact('content', digest),
    fact('signed by', `${signer}  ${trust(standing)}`),
    fact(
      'holds',
      `${count(files.count, 'file')}, ${formatBytes(files.bytes)}; ${count(tasks.count, 'task')}, ${count(tasks.points, 'point')}`,
    ),
    fact(
      'a range',
      `${count(nodes.length, 'node')}, up to ${formatBytes(needs.memory)} of memory, ${formatBytes(needs.disk)} of disk, ${count(needs.cpus, 'cpu')}`,
    ),
    ...some(
      'nodes',
      nodes.map(({ id, from }) => `${id}: ${from}`),
    ),
    ...many(
      'builds',
      builds.map(({ folder, bases }) => `${folder}, on ${bases.join(', ') || 'nothing'}`),
    ),
    ...(builds.length > 0
      ? [fact('', 'whose commands run on this engine, with internet, when images are built')]
      : []),
    ...many('pulls', pulls),
    ...many('asks for', rights.length > 0 ? rights : ['nothing beyond closed boxes']),
    ...changeLines(standing.changes),
  ];
  return lines.map(printable).join('\n');
}

function trust({ signer, alsoSigned, signerBefore }: Preview['standing']): string {
  const known =
    alsoSigned.length > 0 ? `known: signed ${alsoSigned.slice(0, 3).join(', ')} here` : 'not known here';
  if (signer === 'same') return '(the same as before)';
  if (signer === 'first') return `(${known})`;
  return `(ANOTHER than before: ${signerBefore === null ? 'unsigned' : signerBefore}; ${known})`;
}

function changeLines(changes: Preview['standing']['changes']): string[] {
  if (!changes) return [];
  const { against, files, rights } = changes;
  const marked = (mark: string, all: string[]) => all.map((one) => `${mark} ${one}`);
  const asked = [...marked('+', rights.gained), ...marked('-', rights.lost)];
  return [
    fact('against', against),
    ...some('files', [
      ...marked('+', files.added),
      ...marked('-', files.removed),
      ...marked('~', files.changed),
    ]),
    ...many('asks for', asked.length > 0 ? asked : ['what it asked for before']),
  ];
}

const fact = (name: string, text: string) => `  ${name.padEnd(9)}  ${text}`;

/** Every line: nothing that a pack asks for may be hidden behind the rest. */
const many = (name: string, all: readonly string[]): string[] =>
  all.map((text, index) => fact(index === 0 ? name : '', text));

function some(name: string, all: readonly string[]): string[] {
  if (all.length <= mostLines) return many(name, all);
  return many(name, [...all.slice(0, mostLines - 1), `and ${all.length - mostLines + 1} more`]);
}

const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`;

/** A text in which nothing steers a terminal: control characters, and those that turn the direction of writing, are seen. */
export function printable(text: string): string {
  return text.replace(/[\p{C}\u2028\u2029]/gu, (sign) => `\\u{${sign.codePointAt(0)!.toString(16)}}`);
}

/** Bytes as people read them, in units of 1,024 as scenarios declare them. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  const unit = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), units.length - 1);
  const value = (bytes / 1024 ** unit).toFixed(unit === 0 ? 0 : 1);
  return `${value.replace(/\.0$/, '')} ${units[unit]}`;
}
