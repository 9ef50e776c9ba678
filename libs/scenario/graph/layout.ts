import { type PlannedAddress, addressPlan } from '../addresses.js';
import type { Scenario } from '../schema.js';

/** Measures of the picture, in its own units. */
export const measures = {
  box: { width: 212, header: 40, line: 17, foot: 10 },
  column: 254,
  band: 34,
  /** Between a band and what is above or below it. */
  gap: 26,
  /** Between boxes that stand below one another. */
  stack: 16,
  margin: 28,
  title: 64,
} as const;

/** Columns that a lane uses before its boxes are put below one another. */
const usualColumns = 6;
/** Space for the text of a lane's band, in columns. */
const leastColumns = 3;

/** A network as a band across the picture. */
export interface Lane {
  network: string;
  /** Top of its band. */
  y: number;
}

/** How a box is tied to a band: a line with a dot where it ends on it. */
export interface Tie {
  network: string;
  /** Corners of the line, from the box to the band. */
  points: [number, number][];
}

/** A node as a box. */
export interface Box {
  node: string;
  x: number;
  y: number;
  width: number;
  height: number;
  addresses: PlannedAddress[];
  ties: Tie[];
}

/** Where everything of a topology stands. Boxes never overlap one another or a band, and no line crosses a box. */
export interface Layout {
  width: number;
  height: number;
  lanes: Lane[];
  boxes: Box[];
}

type Topology = Pick<Scenario, 'networks' | 'nodes'>;

/** A node with the lanes that it is tied to, in their order; none: it is in no network. */
interface Seat {
  node: string;
  addresses: PlannedAddress[];
  lanes: number[];
}

/** A node's place in the grid: the lane it hangs under, its column, and how many stand above it there. */
interface Place extends Seat {
  lane: number;
  column: number;
  row: number;
}

/**
 * Lays a validated topology out: networks as bands in their declared order, each node below the first of its bands. Who
 * is in several networks has a column of its own down to the last of them, so its lines cross no box; the others share
 * the columns that are left. The same topology is always laid out alike.
 */
export function layOut(scenario: Topology): Layout {
  const networks = Object.keys(scenario.networks);
  const plan = addressPlan(scenario);
  const seats = Object.keys(scenario.nodes).map((node): Seat => {
    const addresses = plan[node] ?? [];
    const lanes = [...new Set(addresses.map(({ network }) => networks.indexOf(network)))].sort(
      (a, b) => a - b,
    );
    return { node, addresses, lanes };
  });
  const { places, columns } = seatAll(seats, networks.length);
  const width = 2 * measures.margin + Math.max(columns, leastColumns) * measures.column;
  return placeAll(networks, places, width);
}

/** Gives each node its place in the grid. */
function seatAll(seats: Seat[], lanes: number): { places: Place[]; columns: number } {
  const own = seats.filter((seat) => seat.lanes.length > 1);
  /** Per column, up to which lane it is taken. */
  const taken: number[][] = [];
  const places: Place[] = [];
  for (const seat of own.sort((a, b) => a.lanes[0]! - b.lanes[0]!)) {
    const [first, last] = [seat.lanes[0]!, seat.lanes.at(-1)!];
    const span = Array.from({ length: last - first }, (_, index) => first + index);
    let column = taken.findIndex((used) => span.every((lane) => !used.includes(lane)));
    if (column < 0) column = taken.push([]) - 1;
    taken[column]!.push(...span);
    places.push({ ...seat, lane: first, column, row: 0 });
  }
  const others = seats.filter((seat) => seat.lanes.length < 2);
  const perLane = Array.from({ length: lanes + 1 }, (_, lane) =>
    others.filter((seat) => (seat.lanes[0] ?? lanes) === lane),
  );
  const reserved = perLane.map((_, lane) => taken.filter((used) => used.includes(lane)).length);
  const wanted = perLane.map(({ length }, lane) =>
    length === 0 ? 0 : reserved[lane]! + Math.min(length, Math.max(usualColumns - reserved[lane]!, 2)),
  );
  const columns = Math.max(taken.length, ...wanted);
  perLane.forEach((alone, lane) => {
    const free = Array.from({ length: columns }, (_, column) => column).filter(
      (column) => !taken[column]?.includes(lane),
    );
    alone.forEach((seat, index) => {
      const row = Math.floor(index / free.length);
      places.push({ ...seat, lane, column: free[index % free.length]!, row });
    });
  });
  return { places, columns };
}

/** Turns places of the grid into positions. */
function placeAll(networks: string[], places: Place[], width: number): Layout {
  const heightOf = ({ addresses }: Seat) => {
    const { header, line, foot } = measures.box;
    return header + Math.max(1, addresses.length) * line + foot;
  };
  const lanes: Lane[] = [];
  const tops: number[] = [];
  /** Per lane, the top of each row below its band. */
  const rows: number[][] = [];
  let y: number = measures.margin + measures.title;
  for (let lane = 0; lane <= networks.length; lane++) {
    const here = places.filter((place) => place.lane === lane);
    if (lane < networks.length) {
      lanes.push({ network: networks[lane]!, y });
      y += measures.band;
    }
    tops.push(y);
    rows.push([]);
    if (here.length === 0 && lane === networks.length) break;
    y += measures.gap;
    const most = Math.max(0, ...here.map(({ row }) => row));
    for (let row = 0; row <= most; row++) {
      const inRow = here.filter((place) => place.row === row);
      if (inRow.length === 0) break;
      if (row > 0) y += measures.stack;
      rows[lane]!.push(y);
      y += Math.max(...inRow.map(heightOf));
    }
    if (here.length > 0) y += measures.gap;
  }
  const boxes = places.map((place): Box => {
    const x = measures.margin + place.column * measures.column + (measures.column - measures.box.width) / 2;
    const top = rows[place.lane]![place.row]!;
    const box = { node: place.node, x, y: top, width: measures.box.width, height: heightOf(place) };
    return { ...box, addresses: place.addresses, ties: tiesOf(place, box, lanes) };
  });
  return { width, height: y + measures.margin, lanes, boxes };
}

/** The lines of one box: up to the band that it hangs under, and down to the others. */
function tiesOf(place: Place, box: Omit<Box, 'addresses' | 'ties'>, lanes: Lane[]): Tie[] {
  const [first, ...below] = place.lanes;
  if (first === undefined) return [];
  const { network, y } = lanes[first]!;
  const band = y + measures.band;
  const middle = box.x + box.width / 2;
  // Whoever stands below another one is led past it, in the space beside the column.
  const side = box.x - (measures.column - box.width) / 4;
  const up: [number, number][] =
    place.row === 0
      ? [
          [middle, box.y],
          [middle, band],
        ]
      : [
          [box.x, box.y + box.height / 2],
          [side, box.y + box.height / 2],
          [side, band],
        ];
  const step = box.width / (below.length + 1);
  return [
    { network, points: up },
    ...below.map((lane, index): Tie => {
      const x = box.x + step * (index + 1);
      return {
        network: lanes[lane]!.network,
        points: [
          [x, box.y + box.height],
          [x, lanes[lane]!.y],
        ],
      };
    }),
  ];
}
