import { z } from 'zod';
import { port } from './port.js';

/** A port that must take no connection. */
export const closedProbe = z.strictObject({
  port: port.describe('the port that must refuse connections, or not answer at all'),
});
