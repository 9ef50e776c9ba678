import { ImagesTracker, type ImageProgress, type ImagesProgress } from './progress.js';
import type { Waiter } from './shared-work.js';

/** Who asks for images. */
export interface ImageRequest {
  /** Whether a person waits; what is built ahead of need goes after. Default true. */
  isUrgent?: boolean;
  onProgress?: (progress: ImagesProgress) => void;
  /** Ends the waiting; builds that nobody else waits for end with it. */
  signal?: AbortSignal;
}

/** Who waits, for each of the works that it waits for. */
export interface Waiting {
  at(key: string): Waiter<ImageProgress>;
  end(key: string): void;
}

/** Who waits for what a request asks for. */
export function waitingFor({ isUrgent = true, onProgress = () => undefined, signal }: ImageRequest): Waiting {
  const tracker = new ImagesTracker(onProgress);
  return {
    at: (key) => ({
      isUrgent: () => isUrgent,
      onProgress: (progress) => tracker.tell(key, progress),
      ...(signal ? { signal } : {}),
    }),
    end: (key) => tracker.end(key),
  };
}

/** Another image of the same request failed, so this one is not waited for any more. */
class NotWanted extends Error {}

/**
 * Waits for several images. When one fails, the others are not waited for, so builds that nobody else wants end.
 * @throws what the first one failed with, once nothing goes on for this request
 */
export async function together<T>(
  request: ImageRequest,
  works: (waiter: Waiting) => readonly Promise<T>[],
): Promise<T[]> {
  const failed = new AbortController();
  const signal = request.signal ? AbortSignal.any([request.signal, failed.signal]) : failed.signal;
  const begun = works(waitingFor({ ...request, signal }));
  try {
    return await Promise.all(begun);
  } catch (error) {
    failed.abort(new NotWanted('another image of the same scenario could not be had'));
    await Promise.allSettled(begun);
    throw error;
  }
}
