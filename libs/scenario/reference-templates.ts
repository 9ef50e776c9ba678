import { nodeIp, networkCidr, teamNameTemplate } from './places.js';
import { type Placed, placements } from './validate/placement.js';
import { factPrefix } from './validate/template-names.js';

type Kind = keyof Omit<Placed, 'is'> | 'anything';

/** What a template can stand for, and which of a placement's rights it needs. */
const values: [template: string, meaning: string, kind: Kind][] = [
  ['name', 'a variable of any type but flag and password', 'anything'],
  ['name', 'a variable of type flag or password', 'secret'],
  [nodeIp('<node>'), 'the address of a node in the first of its networks', 'anything'],
  [nodeIp('<node>', '<network>'), 'its address in this network', 'anything'],
  [networkCidr('<network>'), 'the addresses of a network, such as 192.168.56.0/24', 'anything'],
  [
    teamNameTemplate,
    "the team's name, or its id when it has none; all but letters, digits, spaces, `-`, `_` and `.` is left out of it",
    'teamName',
  ],
  [`${factPrefix}<name>`, 'what a step before this one of the same attack learned', 'facts'],
];

/** What each use is called where an author writes it. */
const places: Record<keyof typeof placements, string> = {
  text: 'descriptions, hints, messages, briefs, titles of checks',
  file: 'files of nodes',
  answer: 'answers',
  probe: 'what probes send and expect',
  environment: 'environment',
  argument: 'commands and their arguments',
  attack: 'commands of attacks',
};

/** The part of the reference that tells of templates, in Markdown: what each stands for, and where it may stand. */
export function templateReference(): string {
  const rows = values.map(([template, meaning, kind]) => {
    const fits = Object.entries(places).filter(
      ([use]) => kind === 'anything' || placements[use as keyof typeof placements][kind],
    );
    const where = kind === 'anything' ? 'everywhere above' : fits.map(([, place]) => place).join('; ');
    return `| \`{{ ${template} }}\` | ${meaning} | ${where} |\n`;
  });
  const all = Object.values(places).join('; ');
  return `## Templates

A template stands for a value of the team's own. Templates are resolved in: ${all}. Nowhere else, and one that stands for nothing is an error of \`validate\`. \`\\{{ name }}\` is the text itself.

| template | stands for | may stand in |
| --- | --- | --- |
${rows.join('')}`;
}
