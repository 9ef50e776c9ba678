import { readFile, writeFile } from 'node:fs/promises';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import type { Spread } from './measure.js';

/** One line of a bench's result. */
export interface Line {
  what: string;
  /** What VOCR did, and the same by the bare engine in the same run. */
  ours: Spread;
  bare?: Spread;
  unit: 'ms' | 'ranges/s' | 'answers/s' | 'events/s' | 'KB';
  /** Round by round, ours by bare's. */
  ratio?: Spread;
  target?: Target;
}

/** What the median must be: of the ratio where there is one, else of the figure itself. */
export type Target = { atMost: number } | { atLeast: number };

interface Result {
  /** ISO time. */
  at: string;
  machine: string;
  lines: Line[];
}

const folder = import.meta.dirname;
const resultsFile = join(folder, 'results.json');
const readme = join(folder, 'README.md');
const [begin, end] = ['<!-- results -->', '<!-- end of results -->'];

/** Prints a bench's result, and keeps it in `results.json` and in the README. @returns the lines that miss their target */
export async function keep(bench: string, lines: Line[]): Promise<Line[]> {
  const all = JSON.parse(await readFile(resultsFile, 'utf8')) as Record<string, Result>;
  const { model = 'unknown processor' } = cpus()[0] ?? {};
  const machine = `${cpus().length} × ${model}, ${Math.round(totalmem() / 2 ** 30)} GB, Linux ${release()}`;
  all[bench] = { at: new Date().toISOString(), machine, lines };
  await writeFile(resultsFile, await formatted(JSON.stringify(all), resultsFile));
  const text = await readFile(readme, 'utf8');
  const [before, after] = [text.indexOf(begin) + begin.length, text.indexOf(end)];
  const told = Object.entries(all).map(([name, result]) => section(name, result));
  const mended = `${text.slice(0, before)}\n\n${told.join('\n\n')}\n\n${text.slice(after)}`;
  await writeFile(readme, await formatted(mended, readme));
  process.stdout.write(`\n${await formatted(table(lines), readme)}\n`);
  return lines.filter((line) => !holds(line));
}

async function formatted(text: string, file: string): Promise<string> {
  return format(text, { ...(await resolveConfig(file)), filepath: file });
}

const section = (name: string, { at, machine, lines }: Result) =>
  `**${name}**, ${at.slice(0, 16).replace('T', ' ')} UTC, ${machine}\n\n${table(lines)}`;

function table(lines: Line[]): string {
  const rows = lines.map((line) => {
    const { what, ours, bare, unit, ratio, target } = line;
    const cells = [
      what,
      shown(ours, unit),
      bare ? shown(bare, unit) : '',
      ratio ? shown(ratio) : '',
      target ? ('atMost' in target ? `≤ ${target.atMost}` : `≥ ${target.atLeast}`) : '',
      target ? (holds(line) ? 'yes' : '**no**') : '',
    ];
    return `| ${cells.join(' | ')} |`;
  });
  const head = ['what', 'VOCR', 'bare engine', 'ratio', 'target', 'holds'];
  return [`| ${head.join(' | ')} |`, `|${head.map(() => '---').join('|')}|`, ...rows].join('\n');
}

const digits = (figure: number) => figure.toFixed(figure < 10 ? 2 : 0);
const shown = ({ median, low, high }: Spread, unit?: string) =>
  `${digits(median)}${unit ? ` ${unit}` : ''} (${digits(low)}–${digits(high)})`;

function holds({ ours, ratio, target }: Line): boolean {
  if (!target) return true;
  const { median } = ratio ?? ours;
  return 'atMost' in target ? median <= target.atMost : median >= target.atLeast;
}
