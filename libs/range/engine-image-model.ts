import type { Readable } from 'node:stream';

export interface ImageFacts {
  id: string;
  entrypoint: string[];
  command: string[];
  volumes: string[];
  labels: Record<string, string>;
}

/** An image on the engine, in a list. */
export interface ImageSummary {
  id: string;
  /** Its names, `repository:tag`. */
  tags: string[];
  /** Bytes, with what it shares with others. */
  size: number;
  labels: Record<string, string>;
  /** Unix ms of when it was made or last named, by the engine's clock. */
  since: number;
}

/** What the containers of a build may use. */
export interface BuildBounds {
  /** Bytes; none is swapped. */
  memory: number;
  /** Processors. */
  cpus: number;
  /** Against others' 1,024 when there is not enough for all. */
  cpuShares: number;
}

export interface BuildRequest {
  /** Without one the image has no name, and only its id tells it. */
  tag?: string;
  /** What is built, for messages; default the tag. */
  about?: string;
  labels: Record<string, string>;
  bounds?: BuildBounds;
  /** Whether its steps reach the network; default true. */
  network?: boolean;
  /** One line of the build's output. */
  onProgress?: (line: string) => void;
  signal?: AbortSignal;
}

export interface PullRequest {
  /** One line of the pull's progress. */
  onProgress?: (line: string) => void;
  /** Wall time without a word from the registry after which it is given up, ms; default 5 minutes. */
  silenceMs?: number;
  signal?: AbortSignal;
}

export interface ImportRequest {
  /** `repository:tag` of the image. */
  tag: string;
  /** Lines of a Dockerfile that change what the image says of itself, e.g. `CMD ["bash"]`. */
  changes?: string[];
  /** Wall time without a byte of the archive or a word from the engine after which it is given up, ms; default 5 minutes. */
  silenceMs?: number;
}

/** What an engine does with images. */
export interface EngineImages {
  /** undefined when the engine does not have it. */
  inspect(reference: string): Promise<ImageFacts | undefined>;
  /** @returns the image's id */
  pull(reference: string, request?: PullRequest): Promise<string>;
  /** Makes an image of one layer. @param archive a tar stream of its files; @returns the image's id */
  import(archive: Readable, request: ImportRequest): Promise<string>;
  /** @param context a tar stream with a Dockerfile at its root; @returns the image's id */
  build(context: Readable, request: BuildRequest): Promise<string>;
  /** Gives an image a name, `repository:tag`; another image that has the name loses it. */
  tag(id: string, reference: string): Promise<void>;
  /** All images that carry every one of the labels. */
  list(labels: string[]): Promise<ImageSummary[]>;
  /** Ids of the images of all containers, running or not. */
  inUse(): Promise<Set<string>>;
  /**
   * Already gone is fine. One that a container has, or another image is made of, stays: EngineError 409.
   * @param options with `keepParents`, the nameless layers below it stay as a cache
   */
  remove(reference: string, options?: { keepParents?: boolean }): Promise<void>;
}
