import { lazy, type ComponentType } from 'react';

const pause = 1_000;

/**
 * A component whose code is fetched when it is first shown. It is fetched once more when that fails: browsers give up what they
 * are fetching when an interface of their machine comes or goes, as happens on the host of the ranges whenever one is launched.
 */
export function lazily<Props>(load: () => Promise<{ default: ComponentType<Props> }>) {
  return lazy(() =>
    load().catch(async (error: unknown) => {
      console.warn('fetched once more, because of:', error);
      await new Promise((resolve) => setTimeout(resolve, pause));
      return load();
    }),
  );
}
