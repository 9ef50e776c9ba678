import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

/** A signature with the key that made it; both base64url. */
export interface Signature {
  algorithm: 'ed25519';
  /** The 32 bytes of the public key. */
  key: string;
  signature: string;
}

/** What is signed begins with this, so that no other use of the same key makes a signature that counts here. */
const purpose = Buffer.from('vocr-pack/v1\n');

/** Signs a manifest. @param key a private Ed25519 key */
export function signManifest(manifest: Uint8Array, key: KeyObject): Signature {
  const signature = sign(null, Buffer.concat([purpose, manifest]), key).toString('base64url');
  return { algorithm: 'ed25519', key: publicKeyOf(key), signature };
}

/** Whether the key that a signature names has signed this manifest. */
export function isSignedBy(manifest: Uint8Array, { key, signature }: Signature): boolean {
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: key };
  const message = Buffer.concat([purpose, manifest]);
  return verify(
    null,
    message,
    createPublicKey({ key: jwk, format: 'jwk' }),
    Buffer.from(signature, 'base64url'),
  );
}

/** The public part of a private Ed25519 key, base64url. @throws Error for a key of another kind */
export function publicKeyOf(key: KeyObject): string {
  if (key.asymmetricKeyType !== 'ed25519')
    throw new Error(`the key is of the kind ${key.asymmetricKeyType}, not ed25519`);
  return createPublicKey(key).export({ format: 'jwk' }).x!;
}

/** How people name a key: `SHA256:` and 43 characters. @param key the public key, base64url */
export function fingerprintOf(key: string): string {
  return `SHA256:${createHash('sha256').update(Buffer.from(key, 'base64url')).digest('base64url')}`;
}
