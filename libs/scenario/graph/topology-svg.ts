import { textIn } from '../public.js';
import type { Language, Scenario } from '../schema.js';
import { describeTopology, factsOf } from './describe.js';
import { escapeXml, shorten } from './escape.js';
import { type Box, type Lane, layOut, type Layout, measures } from './layout.js';
import { words } from './words.js';

type Drawn = Pick<Scenario, 'id' | 'version' | 'title' | 'languages' | 'networks' | 'nodes'>;

/** Width of a letter of each text, in the picture's units: fonts differ, so they are bounded from above. */
const letter = { head: 8.2, line: 6.7, at: 7.3, name: 9, band: 7.8, title: 10.4 } as const;

const style = `
  .vocr { --page:#ffffff; --ink:#1b2430; --soft:#5b6675; --box:#f6f8fa; --edge:#b6c0cc; --band:#dbe7f5; --band-ink:#163a63;
    --router:#fdf0d9; --router-edge:#b97f1c; --mark:#0f7b4f; --net:#a8350f; font-family:system-ui,"Noto Sans",sans-serif; }
  @media (prefers-color-scheme: dark) {
    .vocr { --page:#12171e; --ink:#e8edf3; --soft:#9fabb9; --box:#1c242e; --edge:#485566; --band:#1d3652; --band-ink:#cfe3fb;
      --router:#3a2f1a; --router-edge:#d9a648; --mark:#4fcf95; --net:#ff9d78; }
  }
  .page { fill:var(--page); } .head { font-size:18px; font-weight:600; fill:var(--ink); } .under { font-size:13px; fill:var(--soft); }
  .band rect { fill:var(--band); } .band text { font-size:14px; fill:var(--band-ink); } .band .name { font-weight:600; }
  .chip { font-size:12px; } .chip.out { fill:var(--net) !important; font-weight:600; }
  .tie { fill:none; stroke:var(--soft); stroke-width:1.6; } .dot { fill:var(--band-ink); }
  .box rect { fill:var(--box); stroke:var(--edge); stroke-width:1.2; } .box .name { font-size:13px; font-weight:600; fill:var(--ink); }
  .box .soft { font-size:12px; fill:var(--soft); } .box .at { font-size:12px; fill:var(--ink); font-family:ui-monospace,"DejaVu Sans Mono",monospace; }
  .router rect { fill:var(--router); stroke:var(--router-edge); stroke-width:2; } .router .soft { fill:var(--router-edge); }
  .prompt { stroke:var(--mark); stroke-width:1.8; fill:none; stroke-linecap:round; stroke-linejoin:round; }
`;

/**
 * The topology of a validated scenario as an SVG picture: networks as bands, machines as boxes with their addresses. It
 * needs nothing beside itself, is readable on light and dark pages, and says in `title` and `desc` what it shows. Pure: the
 * same scenario always gives the same picture.
 * @param language of the texts; one that a title does not have falls back to the scenario's first
 */
export function topologySvg(scenario: Drawn, language: Language): string {
  const layout = layOut(scenario);
  const say = words[language];
  const title = textIn(scenario.title, [language, ...scenario.languages]) || scenario.id;
  const heading = `${say.topology}: ${title}`;
  const { width, height } = layout;
  const fit = Math.floor((width - 2 * measures.margin) / letter.title);
  const counts = say.counts(Object.keys(scenario.networks).length, Object.keys(scenario.nodes).length);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="vocr" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" lang="${language}" aria-labelledby="vocr-title vocr-desc">`,
    `<title id="vocr-title">${escapeXml(heading)}</title>`,
    `<desc id="vocr-desc">${escapeXml(describeTopology(scenario, language))}</desc>`,
    `<style>${style}</style>`,
    `<rect class="page" width="${width}" height="${height}"/>`,
    text('head', measures.margin, measures.margin + 18, shorten(title, fit)),
    text('under', measures.margin, measures.margin + 40, `${scenario.id}@${scenario.version} · ${counts}`),
    ...layout.boxes.flatMap(linesOf),
    ...layout.lanes.map((lane) => bandOf(lane, scenario, layout, language)),
    ...dotsOf(layout),
    ...layout.boxes.map((box) => boxOf(box, scenario, language)),
    '</svg>',
    '',
  ].join('\n');
}

/** Lines lie behind the bands: one that only passes a network is seen to end on another. */
const linesOf = ({ ties }: Box): string[] =>
  ties.map(({ points }) => `<polyline class="tie" points="${points.map((at) => at.join(',')).join(' ')}"/>`);

function dotsOf({ boxes }: Layout): string[] {
  const ends = boxes.flatMap(({ ties }) => ties.map(({ points }) => points.at(-1)!));
  return ends.map(([x, y]) => `<circle class="dot" cx="${x}" cy="${y}" r="4"/>`);
}

function bandOf({ network, y }: Lane, scenario: Drawn, { width }: Layout, language: Language): string {
  const declared = scenario.networks[network]!;
  const { margin, band } = measures;
  const left = margin + 14;
  const name = shorten(network, 31);
  const chips = factsOf(declared, language);
  const cidrAt = left + name.length * letter.name + 16;
  const chipsAt = cidrAt + declared.cidr.length * letter.band + 20;
  const room = Math.floor((width - margin - 14 - chipsAt) / letter.line);
  const out = declared.internet === 'none' ? '' : ' out';
  return [
    `<g class="band"><title>${escapeXml([`${network} ${declared.cidr}`, ...chips].join(' · '))}</title>`,
    `<rect x="${margin}" y="${y}" width="${width - 2 * margin}" height="${band}" rx="8"/>`,
    text('name', left, y + 22, name),
    text('', cidrAt, y + 22, declared.cidr),
    chips.length > 0 ? text(`chip${out}`, chipsAt, y + 22, shorten(chips.join(' · '), room)) : '',
    '</g>',
  ].join('');
}

function boxOf(box: Box, scenario: Drawn, language: Language): string {
  const { node, x, y, width, height, addresses } = box;
  const declared = scenario.nodes[node]!;
  const say = words[language];
  const title = declared.title ? textIn(declared.title, [language, ...scenario.languages]) : '';
  const under = [declared.router ? say.router : '', title].filter(Boolean).join(' · ');
  const { header, line } = measures.box;
  const most = Math.floor((width - 20) / letter.line);
  const headRoom = Math.floor((width - (declared.terminal ? 52 : 20)) / letter.head);
  const lines =
    addresses.length > 0 ? addresses.map(addressLine(Math.floor((width - 20) / letter.at))) : [say.alone];
  return [
    `<g class="box${declared.router ? ' router' : ''}"><title>${escapeXml([node, title, ...addresses.map(({ network, address }) => `${network} ${address}`)].filter(Boolean).join(' · '))}</title>`,
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${declared.router ? 18 : 6}"/>`,
    text('name', x + 10, y + 18, shorten(node, headRoom)),
    under ? text('soft', x + 10, y + 34, shorten(under, most)) : '',
    declared.terminal ? promptAt(x + width - 32, y + 7, say.terminal) : '',
    ...lines.map((words, index) => text('at', x + 10, y + header + 12 + index * line, words)),
    '</g>',
  ].join('');
}

const longestAddress = '255.255.255.255'.length;

const addressLine =
  (most: number) =>
  ({ network, address }: Box['addresses'][number]): string => {
    const start = address.padEnd(longestAddress + 1);
    return `${start}${shorten(network, most - start.length)}`;
  };

/** A small screen with a prompt. */
const promptAt = (x: number, y: number, label: string): string =>
  `<g class="prompt" role="img" aria-label="${escapeXml(label)}"><title>${escapeXml(label)}</title>` +
  `<path d="M${x} ${y}h22v15h-22zM${x + 4} ${y + 4}l4 3.5l-4 3.5M${x + 11} ${y + 11.5}h6"/></g>`;

const text = (name: string, x: number, y: number, words: string): string =>
  `<text${name ? ` class="${name}"` : ''} x="${round(x)}" y="${round(y)}" xml:space="preserve">${escapeXml(words)}</text>`;

const round = (value: number): number => Math.round(value * 10) / 10;
