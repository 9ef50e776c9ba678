import { ArchiveError, archiveBound, openPack, type OpenedPack } from '#scenario';
import type { IncomingMessage } from 'node:http';
import { ProblemError } from '../http/problem.js';

/** What a signed pack is sent as. */
export const packType = 'application/vnd.vocr.pack';

/**
 * The signed pack that a request brings, every byte checked against its signature.
 * @throws ProblemError that names what is wrong with it
 */
export async function readPack(request: IncomingMessage): Promise<OpenedPack> {
  if (request.headers['content-type'] !== packType) {
    const detail = `Send the .vocr file as ${packType}.`;
    throw new ProblemError(415, 'unsupported-media-type', detail);
  }
  try {
    return openPack(await readBytes(request));
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    throw new ProblemError(422, 'pack-refused', `This pack is not taken: ${error.message}.`);
  }
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > archiveBound) {
      throw new ProblemError(413, 'too-large', `A pack may have ${archiveBound} bytes; this one has more.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
}
