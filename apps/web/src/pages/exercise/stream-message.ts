import type { QueuePlace } from './queue-place.js';

/** A fact of the exercise's log, as far as the person may see it. */
export interface LoggedMessage {
  seq: number;
  type: string;
  team?: string;
  range?: string;
  payload: Record<string, unknown>;
}

/** How far the images of a range are, of those that were missing. */
export interface ImagesProgress {
  done: number;
  total: number;
  open: {
    image: string;
    doing: 'waiting' | 'building' | 'pulling';
    step?: number;
    of?: number;
    /** Since it began. */
    seconds: number;
  }[];
}

/** How a launch goes on; never logged. */
export interface ProgressMessage {
  type: 'progress';
  range: string;
  team?: string;
  phase: string;
  node?: string;
  detail?: string;
  /** In the phase `images`, what `detail` says, in figures. */
  images?: ImagesProgress;
}

/** The place of a range that waits for its turn; never logged. */
export type QueueMessage = QueuePlace & { type: 'queue'; range: string; team: string };

export type StreamMessage = LoggedMessage | ProgressMessage | QueueMessage;

export const isLogged = (message: StreamMessage): message is LoggedMessage => 'seq' in message;

/**
 * Reads one message of the stream.
 * @throws Error when it is none: then the connection is not to be trusted
 */
export function readMessage(data: unknown): StreamMessage {
  const message: unknown = JSON.parse(String(data));
  if (typeof message !== 'object' || message === null || !('type' in message)) {
    throw new Error('the stream sent what is no message');
  }
  return message as StreamMessage;
}
