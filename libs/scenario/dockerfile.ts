/** What is wrong in a Dockerfile, by line. */
export interface DockerfileFault {
  /** Counted from 1. */
  line: number;
  message: string;
  mend: string;
}

/** What VOCR has to know of a Dockerfile: the images it is built on, and what no scenario may say in it. */
export interface Dockerfile {
  /** Images that are not its own stages, each once, as it names them; `scratch` is none. */
  bases: readonly string[];
  faults: readonly DockerfileFault[];
  /** Its text with other names for some of these images; every instruction stays on its line. */
  withBases(others: ReadonlyMap<string, string>): string;
}

/** How the names of the platform's own images begin. */
export const platformPrefix = 'vocr/';
/** Those of them that scenarios use: to build on, and as they are. */
export const platformImages = ['vocr/base', 'vocr/attacker'] as const;
const platformName = /^vocr\/[a-z0-9][a-z0-9-]{0,40}$/;

interface Instruction {
  keyword: string;
  /** What follows the keyword, its lines joined as the engine joins them. */
  rest: string;
  /** First and last line, counted from 0. */
  first: number;
  last: number;
}

/** Flags that the engine's own builder knows, without BuildKit. */
const knownFlags: Record<string, readonly string[]> = {
  FROM: ['platform'],
  RUN: [],
  COPY: ['from', 'chown'],
  ADD: ['chown'],
};

/**
 * Reads a Dockerfile. Never throws: what is wrong is among its faults. What it does not look at, the engine does when it
 * builds.
 */
export function readDockerfile(text: string): Dockerfile {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const faults: DockerfileFault[] = [];
  const named: { instruction: Instruction; reference: string }[] = [];
  const stages = new Set<string>();
  const fault = ({ first }: Instruction, message: string, mend: string) =>
    faults.push({ line: first + 1, message, mend });
  let isBegun = false;
  for (const instruction of instructionsOf(lines)) {
    checkSyntax(instruction, fault);
    const found = referenceIn(instruction);
    if (instruction.keyword === 'FROM') isBegun = true;
    if (found === undefined) continue;
    const { reference, stage } = found;
    // A stage's name hides an image of the same name, but only after the stage.
    if (!isStage(instruction, reference, stages)) {
      checkReference(instruction, reference, fault);
      if (reference.toLowerCase() !== 'scratch') named.push({ instruction, reference });
    }
    if (stage !== undefined) stages.add(stage.toLowerCase());
  }
  if (!isBegun) {
    faults.push({
      line: 1,
      message: 'has no FROM',
      mend: 'begin with the image to build on: FROM vocr/base',
    });
  }
  return {
    bases: [...new Set(named.map(({ reference }) => reference))],
    faults,
    withBases(others) {
      const changed = [...lines];
      for (const { instruction, reference } of named) {
        const other = others.get(reference);
        if (other === undefined) continue;
        const { keyword, rest, first, last } = instruction;
        changed[first] = `${keyword} ${replaceReference(keyword, rest, other)}`;
        changed.fill('', first + 1, last + 1);
      }
      return changed.join('\n');
    },
  };
}

/** The instructions, without comments and empty lines. */
function* instructionsOf(lines: readonly string[]): Iterable<Instruction> {
  const goesOn = continuation(lines);
  for (let at = 0; at < lines.length; at++) {
    if (isSilent(lines[at]!)) continue;
    const first = at;
    let text = '';
    for (; at < lines.length; at++) {
      const line = lines[at]!;
      if (at > first && isSilent(line)) continue;
      text += line.replace(goesOn, '');
      if (!goesOn.test(line)) break;
    }
    const [, keyword = '', rest = ''] = /^\s*(\S+)\s*([^]*)$/.exec(text) ?? [];
    yield { keyword: keyword.toUpperCase(), rest: rest.trim(), first, last: Math.min(at, lines.length - 1) };
  }
}

const isSilent = (line: string) => /^\s*(#|$)/.test(line);

/** How a line ends that goes on with the next: with a backslash, or a backtick where the first lines ask for it. */
function continuation(lines: readonly string[]): RegExp {
  for (const line of lines) {
    const [, name, value] = /^\s*#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$/.exec(line) ?? [];
    // Only before anything else, be it an empty line.
    if (name === undefined) break;
    if (name.toLowerCase() === 'escape') return value === '`' ? /`[ \t]*$/ : /\\[ \t]*$/;
  }
  return /\\[ \t]*$/;
}

/** The image or stage that an instruction takes from, and the stage that it begins. */
function referenceIn({ keyword, rest }: Instruction): { reference: string; stage?: string } | undefined {
  if (keyword === 'FROM') {
    const [reference, as, stage] = rest.replace(leadingFlags, '').split(/\s+/);
    if (!reference) return undefined;
    return { reference, ...(as?.toLowerCase() === 'as' && stage ? { stage } : {}) };
  }
  if (keyword !== 'COPY') return undefined;
  const reference = /(?:^|\s)--from=(\S+)/.exec(leadingFlags.exec(rest)?.[0] ?? '')?.[1];
  return reference === undefined ? undefined : { reference };
}

const leadingFlags = /^(?:--[a-z]\S*\s+)*/;

function replaceReference(keyword: string, rest: string, other: string): string {
  const flags = leadingFlags.exec(rest)?.[0] ?? '';
  const body = rest.slice(flags.length);
  if (keyword === 'FROM') return flags + body.replace(/^\S+/, () => other);
  return flags.replace(/(^|\s)--from=\S+/, (_, before: string) => `${before}--from=${other}`) + body;
}

function isStage({ keyword }: Instruction, reference: string, stages: ReadonlySet<string>): boolean {
  return stages.has(reference.toLowerCase()) || (keyword === 'COPY' && /^\d+$/.test(reference));
}

type Fault = (instruction: Instruction, message: string, mend: string) => void;

function checkReference(instruction: Instruction, reference: string, fault: Fault): void {
  const { keyword } = instruction;
  if (reference.includes('$')) {
    const mend = 'write the image out: what an image is built on decides whether it is built anew';
    fault(instruction, `${keyword} names its image by a variable, ${reference}`, mend);
  } else if (reference.startsWith(platformPrefix) && !platformName.test(reference)) {
    const mend = "name one of the platform's images without a tag, such as vocr/base: its version is VOCR's";
    fault(instruction, `${keyword} cannot name ${reference}`, mend);
  }
}

function checkSyntax(instruction: Instruction, fault: Fault): void {
  const { keyword, rest } = instruction;
  const known = knownFlags[keyword];
  if (known) {
    const flags = [...(leadingFlags.exec(rest)?.[0] ?? '').matchAll(/--([a-z][a-z-]*)/g)].map(([, f]) => f!);
    const unknown = flags.find((flag) => !known.includes(flag));
    if (unknown)
      fault(
        instruction,
        `${keyword} --${unknown} needs BuildKit`,
        'do it without: scenarios are built by the engine itself',
      );
  }
  if (['RUN', 'COPY', 'ADD'].includes(keyword) && !rest.startsWith('[') && hereDocument.test(rest)) {
    const mend =
      'put the lines into a file beside the Dockerfile and COPY it, or join the commands with && \\';
    fault(instruction, `${keyword} with a here-document (<<) needs BuildKit`, mend);
  }
  if (keyword === 'VOLUME') {
    fault(
      instruction,
      "VOLUME's size cannot be bounded",
      'leave it out: what a node writes stays in the node anyway',
    );
  }
}

const hereDocument = /(?:^|\s)\d*<<-?(["']?)[A-Za-z_]\w*\1(?=\s|$)/;
