import busboy from 'busboy';
import { endOf, longestHandInText, nameFault, type HandedFile } from '#exercise';
import { sizeBytes, type Task } from '#scenario';
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { ProblemError } from '../http/problem.js';
import { contentFault } from './file-content.js';
import type { FileStore, Received } from './file-store.js';

type Bounds = NonNullable<NonNullable<Task['manual']>['files']>;

/** What came in, with its contents on the disk but not kept yet. */
export interface ReceivedHandIn {
  text: string | undefined;
  files: { file: HandedFile; received: Received }[];
}

/** A form's own lines beside its files and its text, in bytes. */
const formBytes = 256 * 2 ** 10;

/** How much a hand-in may take up on the way, in bytes. */
export const mostBytes = (bounds: Bounds | undefined): number =>
  formBytes + (bounds ? bounds.most * sizeBytes(bounds.size) : 0);

/**
 * Reads a form (`multipart/form-data`) of a `text` and any number of `file`s, each written to disk as it comes. After a
 * fault the rest is read to its end and thrown away, so that the sender hears of it.
 * @throws ProblemError saying what is wrong; then nothing is left on the disk
 */
export async function receiveHandIn(
  request: IncomingMessage,
  bounds: Bounds | undefined,
  store: FileStore,
): Promise<ReceivedHandIn> {
  const found: ReceivedHandIn = { text: undefined, files: [] };
  const faults: unknown[] = [];
  const writing: Promise<ReceivedHandIn['files']>[] = [];
  const refuse = (detail: string) => void faults.push(new ProblemError(400, 'hand-in-invalid', detail));
  const form = openForm(request, bounds);
  form.on('field', (name, value, { valueTruncated }) => {
    if (name !== 'text') refuse(`The form has a field ${name.slice(0, 50)}: send text and file only.`);
    else if (valueTruncated) refuse(`A text has at most ${longestHandInText} characters.`);
    else found.text = value;
  });
  form.on('file', (_field, stream, { filename }) => {
    // A form's file field in which nothing was chosen has no name.
    const name = (filename ?? '').normalize('NFC');
    const fault = name === '' ? undefined : !bounds ? 'This task takes no files.' : nameFault(name, bounds);
    if (fault) refuse(fault);
    if (fault || !bounds || name === '' || faults.length) {
      // Of a form that breaks off here, the form itself tells.
      stream.on('error', () => stream.destroy());
      stream.resume();
      return;
    }
    writing.push(
      take(stream, name, bounds, store)
        .then((one) => [one])
        .catch((error: unknown) => {
          faults.push(error);
          stream.resume();
          return [];
        }),
    );
  });
  form.on('filesLimit', () => {
    refuse(bounds ? `This task takes at most ${bounds.most} files at a time.` : 'This task takes no files.');
  });
  form.on('fieldsLimit', () => refuse('The form has too many fields: send text and file only.'));
  form.on('partsLimit', () => refuse('The form has too many parts.'));
  await ended(request, form).catch((error: Error) => {
    faults.push(
      new ProblemError(400, 'hand-in-invalid', `The form broke off or is damaged: ${error.message}.`),
    );
  });
  found.files = (await Promise.all(writing)).flat();
  if (faults.length === 0) return found;
  await dropAll(found, store);
  throw faults[0];
}

/** Forgets all that came in. */
export async function dropAll({ files }: ReceivedHandIn, store: FileStore): Promise<void> {
  for (const { received } of files) await store.drop(received);
}

function openForm(request: IncomingMessage, bounds: Bounds | undefined): busboy.Busboy {
  try {
    return busboy({
      headers: request.headers,
      defParamCharset: 'utf8',
      limits: {
        files: bounds?.most ?? 0,
        // By the one byte more it is told that a file is too large.
        fileSize: bounds ? sizeBytes(bounds.size) + 1 : 1,
        fields: 2,
        fieldSize: longestHandInText * 4,
        parts: (bounds?.most ?? 0) + 4,
        headerPairs: 20,
      },
    });
  } catch (error) {
    const detail = `Send a form (multipart/form-data) of text and file, or JSON with text: ${(error as Error).message}.`;
    throw new ProblemError(415, 'unsupported-media-type', detail);
  }
}

async function take(
  stream: Readable & { truncated?: boolean },
  name: string,
  bounds: Bounds,
  store: FileStore,
) {
  const received = await store.receive(stream);
  const type = endOf(name);
  const fault =
    stream.truncated || received.size > sizeBytes(bounds.size)
      ? `${name} is larger than the ${bounds.size} that a file may have.`
      : received.size === 0
        ? `${name} is empty.`
        : contentFault(name, type, received.head);
  if (fault) {
    await store.drop(received);
    throw new ProblemError(400, 'hand-in-invalid', fault);
  }
  return { received, file: { name, size: received.size, type, sha256: received.sha256 } };
}

/** Until the form was read to its end. @throws when the request breaks off, or is no form */
function ended(request: IncomingMessage, form: busboy.Busboy): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      request.unpipe(form);
      request.resume();
      reject(error);
    };
    form.on('close', resolve);
    form.on('error', (error) => fail(error as Error));
    request.on('aborted', () => {
      const gone = new Error('the sender went away');
      form.destroy(gone);
      fail(gone);
    });
    request.pipe(form);
  });
}
