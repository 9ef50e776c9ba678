import { z } from 'zod';
import { port } from './port.js';

/** A port that must take connections. */
export const tcpProbe = z.strictObject({
  port: port.describe('the port that must take a connection'),
});
