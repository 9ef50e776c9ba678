/** What of a file changed. */
export type FileChange = 'created' | 'written' | 'deleted' | 'mode';

interface Seen {
  /** Node on which it happened. */
  node: string;
  /** Wall milliseconds since 1970 at which it was seen. */
  at: number;
}

/** A command that was typed in a terminal. */
export interface CommandSeen extends Seen {
  kind: 'command';
  line: string;
  /** The user whose terminal it is; absent when that is unknown. */
  user?: string;
  /** Its exit code; absent when the shell did not tell. */
  exit?: number;
}

/** A connection that the node opened. */
export interface ConnectionSeen extends Seen {
  kind: 'connection';
  /** The node that it goes to; absent when the address is none of the range's nodes'. */
  to?: string;
  protocol: 'tcp' | 'udp' | 'icmp';
  /** The receiver's port; absent where the protocol has none. */
  port?: number;
}

/** A change of a file in the node. */
export interface FileSeen extends Seen {
  kind: 'file';
  /** Absolute path in the node. */
  path: string;
  change: FileChange;
}

/** Something that a team was seen to do in its range. */
export type Observation = CommandSeen | ConnectionSeen | FileSeen;

export type ObservationKind = Observation['kind'];

/** Where an observation comes from, and whether a trainee could make it up. */
export interface Evidence {
  source: 'shell' | 'capture' | 'files';
  strength: 'strong' | 'forgeable';
}

const evidence = {
  // A shell tells it by marks in the terminal's output, which whatever runs in the terminal can print too.
  command: { source: 'shell', strength: 'forgeable' },
  connection: { source: 'capture', strength: 'strong' },
  file: { source: 'files', strength: 'strong' },
} as const satisfies Record<ObservationKind, Evidence>;

/** What an observation of a kind is worth as evidence. */
export const evidenceOf = (kind: ObservationKind): Evidence => evidence[kind];
