/** How far the build or the pull of one image is. */
export interface ImageProgress {
  /** Its name for people: `web`, `vocr/attacker`. */
  image: string;
  doing: 'waiting' | 'building' | 'pulling';
  /** Of a build, counted from 1. */
  step?: number;
  of?: number;
  /** Wall time since it began, s. */
  seconds: number;
  /** What was last printed; may hold what a Dockerfile says, so it is for authors. */
  line: string;
}

/** How far the images of a scenario are: of those that were missing. */
export interface ImagesProgress {
  done: number;
  total: number;
  /** What is at work or waits for its turn, in the order in which it was found missing. */
  open: ImageProgress[];
}

/** An image's progress in a few words: `building web: step 5 of 12, 34 s`. */
export function describeImage({ image, doing, step, of, seconds }: ImageProgress): string {
  if (doing === 'waiting') return `${image} waits for its turn`;
  const at = step === undefined ? '' : `step ${step} of ${of}, `;
  return `${doing} ${image}: ${at}${seconds} s`;
}

/** The progress of a scenario's images in a few words: `1 of 2 built; building web: step 5 of 12, 34 s`. */
export function describeImages({ done, total, open }: ImagesProgress): string {
  const atWork = open.filter(({ doing }) => doing !== 'waiting');
  return [
    `${done} of ${total} built`,
    ...(atWork.length ? atWork : open.slice(0, 1)).map(describeImage),
  ].join('; ');
}

/** Gathers what is told of single images into what is told of all. */
export class ImagesTracker {
  private readonly open = new Map<string, ImageProgress>();
  private total = 0;

  constructor(private readonly onProgress: (progress: ImagesProgress) => void) {}

  /** Tells of an image that is missing; each is counted once. @param key what tells it from the others */
  tell(key: string, progress: ImageProgress): void {
    if (!this.open.has(key)) this.total += 1;
    this.open.set(key, progress);
    this.report();
  }

  /** An image that was missing is there. */
  end(key: string): void {
    if (this.open.delete(key)) this.report();
  }

  private report(): void {
    const open = [...this.open.values()];
    this.onProgress({ done: this.total - open.length, total: this.total, open });
  }
}
