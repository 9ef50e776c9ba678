import { z } from 'zod';

/** A port of TCP or UDP. */
export const port = z.int().min(1).max(65_535);
