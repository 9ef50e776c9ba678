/** Kinds of scenario that `vocr scenario new` can begin. Each is a folder beside this file, and a valid scenario as it is. */
export const starterKinds = ['attack', 'defence', 'forensics'] as const;
export type StarterKind = (typeof starterKinds)[number];

/** What makes a starter somebody's own. */
export interface Naming {
  id: string;
  /** One line each. */
  title: { vi: string; en: string };
}

/** What a starter is called as it stands in its folder. */
export const unnamed: Naming = { id: 'my-scenario', title: { vi: 'Kịch bản mới', en: 'New scenario' } };

/** A name that cannot be given: the message says why. */
export class UnfitName extends Error {}

/**
 * The files of a starter under another name.
 * @param files of the starter's folder, by relative path
 * @throws UnfitName; Error when the starter lacks a place for a name, which is a fault of ours
 */
export function named(files: ReadonlyMap<string, Uint8Array>, naming: Naming): Map<string, Uint8Array> {
  const whyNot = whyUnfit(naming);
  if (whyNot) throw new UnfitName(whyNot);
  const { id, title } = naming;
  const renamed = new Map(files);
  const put = (file: string, changes: [string, string][]) => {
    const text = Buffer.from(renamed.get(file) ?? []).toString('utf8');
    renamed.set(
      file,
      Buffer.from(changes.reduce((left, change) => replaceLine(file, left, ...change), text)),
    );
  };
  put('scenario.yaml', [
    [`id: ${unnamed.id}`, `id: ${id}`],
    [`  vi: ${unnamed.title.vi}`, `  vi: ${JSON.stringify(title.vi)}`],
    [`  en: ${unnamed.title.en}`, `  en: ${JSON.stringify(title.en)}`],
  ]);
  for (const language of ['vi', 'en'] as const) {
    put(`brief.${language}.md`, [[`# ${unnamed.title[language]}`, `# ${title[language]}`]]);
  }
  return renamed;
}

/** Why a scenario cannot be called so; undefined when it can. */
export function whyUnfit({ id, title }: Naming): string | undefined {
  if (!/^[a-z][a-z0-9-]{1,62}$/.test(id)) {
    return `"${id}" is no id of a scenario: use 2 to 63 of a-z, 0-9 and -, beginning with a letter.`;
  }
  for (const text of Object.values(title)) {
    if (text.trim() === '' || text.length > 200) return 'A title must have 1 to 200 characters.';
    if (/[\p{Cc}\p{Cs}\u2028\u2029]/u.test(text))
      return `The title ${JSON.stringify(text)} must be one plain line.`;
    if (text.includes('{{'))
      return "A title must not have {{ in it: that is where a team's value would stand.";
  }
  return undefined;
}

function replaceLine(file: string, text: string, from: string, to: string): string {
  const lines = text.split('\n');
  const at = lines.indexOf(from);
  if (at < 0) throw new Error(`the starter's ${file} has no line "${from}"`);
  return lines.with(at, to).join('\n');
}
