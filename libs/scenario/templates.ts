/** A place in a text that stands for a team's value: `{{ name }}` or `{{ nodes.web.ip }}`. */
export interface Template {
  name: string;
  /** Where it begins, in UTF-16 units. */
  offset: number;
  /** The whole of it, braces included. */
  source: string;
}

/** A text asks for a value that there is not. */
export class TemplateError extends Error {}

const pattern = /(\\?)\{\{[ \t]{0,8}([A-Za-z_][A-Za-z0-9_.-]{0,99})[ \t]{0,8}\}\}/g;

/**
 * The templates of a text, in order. Braces around anything but a name (`{{7*7}}`) are no template, nor is one with a
 * backslash before it (`\{{ name }}`), which is how a text shows braces.
 */
export function templatesIn(text: string): Template[] {
  return [...text.matchAll(pattern)]
    .filter(([, escape]) => !escape)
    .map((match) => ({ name: match[2]!, offset: match.index, source: match[0] }));
}

/**
 * The text with every template replaced by its value, once: a value is never read for templates again. `\{{ name }}`
 * becomes `{{ name }}`.
 * @throws TemplateError naming the first template without a value
 */
export function resolveText(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(pattern, (source: string, escape: string, name: string) => {
    if (escape) return source.slice(1);
    if (!Object.hasOwn(values, name)) throw new TemplateError(`no value for ${source}`);
    return values[name]!;
  });
}

/**
 * A copy of plain data (a probe, a command, a map) with `resolveText` done on every string in it; keys stay.
 * @throws TemplateError naming the first template without a value
 */
export function resolveAll<T>(data: T, values: Readonly<Record<string, string>>): T {
  const resolve = (value: unknown): unknown => {
    if (typeof value === 'string') return resolveText(value, values);
    if (Array.isArray(value)) return value.map(resolve);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolve(inner)]));
  };
  return resolve(data) as T;
}
