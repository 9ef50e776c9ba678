import type { Readable } from 'node:stream';
import type { EngineEvent, EventSubscription } from './engine-model.js';
import { engineFailure } from './engine-failure.js';
import { EngineGone } from './errors.js';
import { readJsonLines } from './json-lines.js';

interface RawEvent {
  Type?: string;
  Action?: string;
  time?: number;
  timeNano?: number;
  Actor?: { ID?: string; Attributes?: Record<string, string> };
}

/** Follows an engine's stream of events until it ends or is closed. */
export function followEvents(
  stream: Readable,
  onEvent: (event: EngineEvent) => void,
  address: string,
): EventSubscription {
  const what = 'following the events of the engine';
  let closed = false;
  const ended = readJsonLines<RawEvent>(stream, (raw) => {
    onEvent({
      type: raw.Type ?? '',
      action: raw.Action ?? '',
      id: raw.Actor?.ID ?? '',
      labels: raw.Actor?.Attributes ?? {},
      at: raw.timeNano ? Math.floor(raw.timeNano / 1e6) : (raw.time ?? 0) * 1000,
    });
  }).then(
    () =>
      closed ? undefined : new EngineGone(`${what}: the engine at ${address} ended the stream`, 'it hung up'),
    (error: unknown) => (closed ? undefined : engineFailure(what, address, error)),
  );
  return {
    ended,
    close() {
      closed = true;
      stream.destroy();
    },
  };
}
