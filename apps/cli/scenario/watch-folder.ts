import { watch } from 'node:fs';
import { messageOf, Problem } from '../reporting/problem.js';

/** Editors write a file in several steps, and tools many files: a change is told once nothing has changed for this long, ms. */
const quietFor = 150;

/** Looks after a folder, and everything below it. */
export interface FolderWatch {
  /** Resolves with the next change, or at once when there was one since the last. @throws Problem when the folder has gone */
  changed(): Promise<void>;
  close(): void;
}

/** @throws Problem when the folder cannot be watched */
export function watchFolder(folder: string): FolderWatch {
  let timer: NodeJS.Timeout | undefined;
  let pending = false;
  let failure: Problem | undefined;
  let wake: () => void = () => undefined;
  const fail = (error: unknown) => {
    failure = new Problem(`${folder} cannot be watched: ${messageOf(error)}`, { cause: error });
    wake();
  };
  const tell = () => {
    pending = true;
    wake();
  };
  let watcher: ReturnType<typeof watch>;
  try {
    watcher = watch(folder, { recursive: true });
  } catch (error) {
    throw new Problem(`${folder} cannot be watched: ${messageOf(error)}`, { cause: error });
  }
  watcher.on('error', fail);
  watcher.on('change', () => {
    clearTimeout(timer);
    timer = setTimeout(tell, quietFor);
  });
  return {
    async changed() {
      while (!pending && !failure) await new Promise<void>((resolve) => (wake = resolve));
      if (failure) throw failure;
      pending = false;
    },
    close() {
      clearTimeout(timer);
      watcher.close();
    },
  };
}
