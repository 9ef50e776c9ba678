import { z } from 'zod';

/** A port that must take connections. */
export const tcpProbe = z.strictObject({
  port: z.int().min(1).max(65_535).describe('the port that must take a connection'),
});
