import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import en from './en.json' with { type: 'json' };
import vi from './vi.json' with { type: 'json' };

type Tree = { [key: string]: string | Tree };

const plural = /_(?:zero|one|two|few|many|other)$/;
const root = join(import.meta.dirname, '..');

function flat(tree: Tree, before = ''): Map<string, string> {
  const entries = Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[before + key, value]] : [...flat(value, `${before}${key}.`)],
  );
  return new Map(entries);
}

/** Key without its plural form → the texts under it. */
function byKey(tree: Tree): Map<string, string[]> {
  const keys = new Map<string, string[]>();
  for (const [key, text] of flat(tree)) {
    const name = key.replace(plural, '');
    keys.set(name, [...(keys.get(name) ?? []), text]);
  }
  return keys;
}

const placeholders = (texts: string[]) => [
  ...new Set(texts.flatMap((text) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name))),
];

/** The keys that the source names outright, and the beginnings of those that it puts together. */
function keysInSource(): { asked: string[]; whole: Set<string>; begun: string[] } {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.tsx?$/.test(file) && !/\.(spec|d)\.ts$/.test(file),
  );
  const source = files.map((file) => readFileSync(join(root, file), 'utf8')).join('\n');
  const whole = new Set([...source.matchAll(/['"`]([a-z-]+\.[a-z-]+)['"`]/g)].map(([, key]) => key!));
  const begun = [...source.matchAll(/`([a-z-]+\.[a-z-]*)\$\{/g)].map(([, start]) => start!);
  const asked = [...source.matchAll(/\bt\(\s*'([a-z.-]+)'/g)].map(([, key]) => key!);
  return { asked, whole, begun };
}

describe('the locales', () => {
  const [viKeys, enKeys] = [byKey(vi), byKey(en)];

  it('have the same keys', () => {
    expect([...viKeys.keys()].sort()).toEqual([...enKeys.keys()].sort());
  });

  it('fill in the same placeholders', () => {
    const of = (keys: Map<string, string[]>) =>
      Object.fromEntries([...keys].map(([key, texts]) => [key, placeholders(texts).sort()]));
    expect(of(viKeys)).toEqual(of(enKeys));
  });

  it('have the plural forms that each language needs', () => {
    for (const [language, tree] of [
      ['vi', vi],
      ['en', en],
    ] as const) {
      const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
      const forms = [...flat(tree).keys()].filter((key) => plural.test(key));
      const names = new Set(forms.map((key) => key.replace(plural, '')));
      expect(names.size).toBeGreaterThan(0);
      for (const name of names) for (const form of needed) expect(forms).toContain(`${name}_${form}`);
    }
  });

  it('have no text that is empty or left in the other language', () => {
    const english = flat(en);
    const same = [...flat(vi)].filter(([key, text]) => text.trim() === '' || english.get(key) === text);
    expect(same).toEqual([]);
  });

  it('have every key that the pages use, and no other', () => {
    const { asked, whole, begun } = keysInSource();
    expect(asked.length).toBeGreaterThan(100);
    const missing = asked.filter((key) => !enKeys.has(key));
    const unused = [...enKeys.keys()].filter(
      (key) => !whole.has(key) && !begun.some((start) => key.startsWith(start)),
    );
    expect({ missing, unused }).toEqual({ missing: [], unused: [] });
  });

  it('say every reason for which the server refuses a command', () => {
    const slugs = [
      ...readFileSync(join(root, '../../../libs/exercise/refusal.ts'), 'utf8').matchAll(
        /'([a-z-]+)': 4\d\d/g,
      ),
    ].map(([, slug]) => slug!);
    expect(slugs.length).toBeGreaterThan(15);
    expect(slugs.filter((slug) => !enKeys.has(`problems.${slug}`))).toEqual([]);
  });
});
