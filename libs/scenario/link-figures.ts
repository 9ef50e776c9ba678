import type { Link } from './schema/network.js';
import { durationMs, rateBits } from './units.js';

/** How frames travel, in figures; what is left out is as on the host. Each part applies once to every frame, at its receiver. */
export interface LinkFigures {
  delayMs?: number;
  /** Above 0, at most 100. */
  lossPercent?: number;
  /** To each node, bits a second. */
  rateBit?: number;
}

/** A link's words in figures; undefined when it is as fast and sure as the host. */
export function linkFigures({ delay, loss, rate }: Link): LinkFigures | undefined {
  const link: LinkFigures = {
    ...(delay && durationMs(delay) > 0 ? { delayMs: durationMs(delay) } : {}),
    ...(loss ? { lossPercent: loss } : {}),
    ...(rate ? { rateBit: rateBits(rate) } : {}),
  };
  return Object.keys(link).length > 0 ? link : undefined;
}

/** What of links a host's kernel can do. */
export interface LinkSupport {
  delay: boolean;
  loss: boolean;
  rate: boolean;
  /** Its release, for messages. */
  kernel: string;
}

/** How the kernel calls what does each. */
const parts = { delay: 'sch_netem', loss: 'cls_bpf', rate: 'sch_tbf' } as const;

/** Why a link cannot be had on a host, for people; undefined when it can. */
export function whyNoLink(link: LinkFigures, support: LinkSupport): string | undefined {
  const needs = { delay: link.delayMs, loss: link.lossPercent, rate: link.rateBit };
  const missing = (['delay', 'loss', 'rate'] as const).filter((what) => needs[what] && !support[what]);
  if (missing.length === 0) return undefined;
  const lacks = missing.map((what) => parts[what]).join(', ');
  const mend = `use a host whose kernel has it, or leave ${missing.join(' and ')} out`;
  return `kernel ${support.kernel} has no ${missing.join(' and no ')} of links (it lacks ${lacks}); ${mend}`;
}
