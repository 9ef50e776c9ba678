import type { DesiredNode } from '../model.js';

/** A range as far as a watch needs it: a `DesiredRange` is one. */
export interface WatchedRange {
  /** Range id. */
  range: string;
  /** All of them, in the order that the range was made with: their places name the ports on the host. */
  nodes: readonly Pick<DesiredNode, 'name' | 'interfaces' | 'router'>[];
}

/** Connections that a node opens. */
export interface WantedConnection {
  node: string;
  /** The node that it goes to; absent: any address. */
  to?: string | undefined;
  protocol: 'tcp' | 'udp' | 'icmp';
  /** The receiver's port, for tcp and udp; absent: any. */
  port?: number | undefined;
}

/** A file of a node, or a folder with all that is in it. */
export interface WantedFile {
  node: string;
  /** Absolute path in the node. */
  path: string;
}

/** A connection that a node was seen to open, at its port of the host, where nothing in the range can hide or forge it. */
export interface SeenConnection {
  kind: 'connection';
  node: string;
  /** The node that it goes to; absent when the address is none of the range's. */
  to?: string;
  protocol: 'tcp' | 'udp' | 'icmp';
  port?: number;
  /** When the latest of it was seen, wall ms. */
  at: number;
}

/** A change of a file, found by comparing what is there with what was there at the look before. */
export interface SeenFile {
  kind: 'file';
  node: string;
  /** Absolute path in the node. */
  path: string;
  /** `written`: it holds something else than before; `mode`: its mode or owner is another. */
  change: 'created' | 'written' | 'deleted' | 'mode';
  /** Of the change by the kernel's own books, else of the look that found it, wall ms. */
  at: number;
}

/**
 * Takes what was seen, in the order of its time. When it throws, the same is told again at the next look; what was told when
 * the worker ended before that look is told again too. So each thing comes at least once.
 */
export type Tell<Seen> = (seen: Seen) => void | Promise<void>;

/**
 * Whether a node that was started anew is as it should be: what its own programs write before belongs to where it begins.
 * Asked at each look until it is.
 */
export type IsReady = (node: string) => boolean | Promise<boolean>;

/** A watch that is under way. */
export interface Watch {
  /**
   * Ends the looks of this process and waits for the one under way. The kernel goes on to count until the range is gone: a
   * watch that begins again tells what it missed.
   */
  stop(): Promise<void>;
}
