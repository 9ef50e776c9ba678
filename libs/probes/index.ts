export type { Answer } from './answer.js';
export { ask, isForgeable } from './ask.js';
export type { Target } from './target.js';
