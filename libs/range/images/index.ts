export { usualLimits, type BuildLimits } from './build-image.js';
export { Images, type BuiltImage, type ImageMeans, type ScenarioFolder } from './images.js';
export { describeImage, describeImages, type ImageProgress, type ImagesProgress } from './progress.js';
export { imagesBuilt, removeImages, type ImageUse, type KnownImage } from './prune.js';
export { RecipeRefused, type Files } from './recipe.js';
export { Abandoned } from './shared-work.js';
export type { ImageRequest } from './waiting.js';
