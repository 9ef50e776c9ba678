import { X509Certificate } from 'node:crypto';
import { durationMs, type HttpProbe } from '#scenario';

const pem = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/;

/**
 * What is wrong with the server's own certificate; undefined when nothing is.
 * @param told curl's account of the chain, the server's own certificate first
 * @param now wall time, ms since 1970
 */
export function wrongCertificate(
  { name, validFor }: NonNullable<HttpProbe['tls']>,
  told: string,
  now: number,
): string | undefined {
  if (name === undefined && validFor === undefined) return undefined;
  const [own] = pem.exec(told) ?? [];
  if (own === undefined) return 'it shows no certificate';
  const certificate = new X509Certificate(own);
  const from = Date.parse(certificate.validFrom);
  const until = Date.parse(certificate.validTo);
  if (validFor !== undefined && from > now)
    return `its certificate is valid only from ${certificate.validFrom}`;
  if (validFor !== undefined && until < now + durationMs(validFor)) {
    return until < now
      ? `its certificate ran out on ${certificate.validTo}`
      : `its certificate runs out on ${certificate.validTo}, sooner than in ${validFor}`;
  }
  if (name !== undefined && certificate.checkHost(name) === undefined) {
    return `its certificate is not made out for ${name}`;
  }
  return undefined;
}
