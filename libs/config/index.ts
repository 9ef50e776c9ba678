export { readConfig, type Config, ConfigError } from './config.js';
