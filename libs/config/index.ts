export { exposure } from './exposure.js';
export { readConfig, type Config, ConfigError } from './config.js';
