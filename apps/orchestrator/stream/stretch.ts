import { project, type ExerciseEvent, type Viewer } from '#exercise';
import { frameOf } from './frame.js';

/** What a viewer may see of a stretch, as frames one after the other. */
interface Part {
  bytes: Buffer;
  /** Of each event in it, its seq and where its frame begins. */
  places: { seq: number; at: number }[];
}

const nothing = Buffer.alloc(0);

/**
 * Consecutive events of one log, ready to be sent. What a viewer may see of them is projected and framed once for all who
 * see the same: of the teams that someone is in, only those count that these events are about.
 */
export class Stretch {
  /** Seq of the last event. */
  readonly to: number;
  /** By account, the teams that it joins here. */
  readonly joined = new Map<string, string[]>();
  private readonly teams = new Set<string>();
  private readonly parts = new Map<string, Part>();

  /** @param after the seq before the first event */
  constructor(
    readonly after: number,
    private readonly events: readonly ExerciseEvent[],
  ) {
    this.to = events.at(-1)?.seq ?? after;
    for (const { type, team, payload } of events) {
      if (team === undefined) continue;
      this.teams.add(team);
      if (type !== 'member.joined') continue;
      this.joined.set(payload.account, [...(this.joined.get(payload.account) ?? []), team]);
    }
  }

  /** The frames of what comes after a seq, as a viewer may see it; empty when that is nothing. */
  framesFor(viewer: Viewer, after: number): Buffer {
    const { bytes, places } = this.partOf(viewer);
    if (after <= this.after) return bytes;
    const first = places.find(({ seq }) => seq > after);
    return first ? bytes.subarray(first.at) : nothing;
  }

  private partOf({ staff, teams }: Viewer): Part {
    const own = staff ? [] : teams.filter((team) => this.teams.has(team)).sort();
    // No team is called so.
    const key = staff ? '*' : own.join();
    const known = this.parts.get(key);
    if (known) return known;
    const made = this.makePart({ staff, teams: own });
    this.parts.set(key, made);
    return made;
  }

  private makePart(viewer: Viewer): Part {
    const frames: Buffer[] = [];
    const places: Part['places'] = [];
    let at = 0;
    for (const event of this.events) {
      const shown = project(event, viewer);
      if (!shown) continue;
      const frame = frameOf(JSON.stringify(shown));
      places.push({ seq: event.seq, at });
      frames.push(frame);
      at += frame.length;
    }
    return { bytes: frames.length === 1 ? frames[0]! : Buffer.concat(frames, at), places };
  }
}
