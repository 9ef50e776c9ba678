export type * from './model.js';
export { tidyWatches } from './tidy.js';
export { RangeWatcher, type WatcherOptions } from './watcher.js';
