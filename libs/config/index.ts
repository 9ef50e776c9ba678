export { exposure } from './exposure.js';
export { readConfig, type Config, type EngineConfig, ConfigError } from './config.js';
