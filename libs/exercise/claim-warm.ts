import type { NewEvent } from './events.js';

/** A free range of a pool, as an order may be offered it. */
export interface WarmOffer {
  range: string;
  host: string;
  /** Nodes that run already, because no team value goes into them. */
  nodes: string[];
  /** Image id by node: all nodes of the scenario. */
  images: Record<string, string>;
}

/** The generation that a pool builds its ranges as. */
const warmGeneration = 1;

/**
 * Makes a warm range a team's own: requested, placed and prepared at once. What runs in it is ready with that; the
 * nodes that wait for the team's values are its host's to let go.
 */
export function claimWarm(team: string, warm: WarmOffer, life: { lifetime?: number }): NewEvent[] {
  const at = { team, range: warm.range };
  const whole = Object.keys(warm.images).every((node) => warm.nodes.includes(node));
  return [
    { type: 'range.requested', ...at, payload: { generation: warmGeneration, ...life } },
    { type: 'range.placed', ...at, payload: { host: warm.host, warm: true } },
    { type: 'range.preparing', ...at, payload: {} },
    { type: 'range.starting', ...at, payload: { images: warm.images } },
    ...warm.nodes.map((node): NewEvent => ({ type: 'node.ready', ...at, payload: { node } })),
    ...(whole ? [{ type: 'range.ready', ...at, payload: {} } as const] : []),
  ];
}
