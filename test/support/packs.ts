import { createHash, createPrivateKey, type KeyObject } from 'node:crypto';
import { tarOf } from '#range';
import { sealPack } from '#scenario';
import type { Answer, Someone } from './application.js';
import { smallScenario } from './scenario.js';

/** An Ed25519 key of a name, the same each time. */
export function keyOf(name: string): KeyObject {
  const seed = createHash('sha256').update(name).digest();
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}

/** The small scenario under another id and version, with texts of its own. */
export function folder(
  id: string,
  version: string,
  more: Record<string, string> = {},
): Map<string, Uint8Array> {
  const yaml = smallScenario['scenario.yaml']!.replace('id: small', `id: ${id}`).replace(
    'version: 1.0.0',
    `version: ${version}`,
  );
  const all = { ...smallScenario, 'scenario.yaml': yaml, ...more };
  return new Map(Object.entries(all).map(([path, text]) => [path, Buffer.from(text)]));
}

/** A folder as a signed pack. */
export const signed = (files: Map<string, Uint8Array>, id: string, version: string, by = 'ann') =>
  sealPack(files, { id, version }, keyOf(by));
/** The small scenario as a signed pack. */
export const pack = (id: string, version: string, by = 'ann', more: Record<string, string> = {}) =>
  signed(folder(id, version, more), id, version, by);

/** Sends a pack as someone. @param path what follows `/scenarios` */
export const sendPack = (as: Someone, archive: Buffer, path = ''): Promise<Answer> =>
  as.post(`/api/v1/scenarios${path}`, new Uint8Array(archive), sentAs);

/** What a signed pack is sent as. */
export const sentAs = { 'content-type': 'application/vnd.vocr.pack' };

/** The query that names a signer as trusted. */
export const naming = (signer: string): string => `?signer=${encodeURIComponent(signer)}`;

/** Sends a folder as a draft. */
export async function sendDraft(as: Someone, files: ReadonlyMap<string, Uint8Array>): Promise<Answer> {
  const archive = await tarOf(
    [...files].map(([path, content]) => ({
      path,
      content: Buffer.from(content),
      uid: 0,
      gid: 0,
      mode: 0o644,
    })),
  );
  return as.post('/api/v1/scenarios/drafts', new Uint8Array(archive), {
    'content-type': 'application/x-tar',
  });
}
