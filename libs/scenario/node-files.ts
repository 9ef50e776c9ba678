import type { ScenarioNode } from './schema.js';
import { resolveText } from './templates.js';

/** A file of a node with its team's values in it. */
export interface PlacedFile {
  /** Absolute, in the node. */
  path: string;
  content: Buffer;
  uid: number;
  gid: number;
  /** Such as 0o644. */
  mode: number;
}

/** Most bytes of a file in which templates are resolved; a bigger one is taken as it is. */
const templateLimit = 1_000_000;

/** The text of a file in which templates are resolved; undefined for one that is no UTF-8 text or too big, or not there. */
export function templatedText(bytes: Uint8Array | undefined): string | undefined {
  if (!bytes || bytes.length > templateLimit || bytes.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * A node's files as a team gets them. Templates are resolved in texts; what is no UTF-8 text is taken byte by byte.
 * @param files the scenario's folder
 * @throws Error naming a file that the folder does not have; TemplateError naming a template without a value
 */
export function nodeFiles(
  node: Pick<ScenarioNode, 'files'>,
  files: ReadonlyMap<string, Uint8Array>,
  values: Readonly<Record<string, string>>,
): PlacedFile[] {
  return node.files.map(({ path, content, from, owner, mode }) => {
    const [uid, gid] = owner.split(':').map(Number);
    const bytes = from === undefined ? Buffer.from(content ?? '') : files.get(from);
    if (!bytes) throw new Error(`the scenario's folder has no file ${from} for ${path}`);
    const text = templatedText(bytes);
    const resolved = text === undefined ? Buffer.from(bytes) : Buffer.from(resolveText(text, values));
    return { path, content: resolved, uid: uid!, gid: gid!, mode: Number.parseInt(mode, 8) };
  });
}
