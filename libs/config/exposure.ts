import type { Config } from './config.js';

/**
 * What to tell whoever starts VOCR when it can be reached from other machines without TLS, so that passwords, tokens and
 * terminals could be read on the way; undefined when all is well.
 */
export function exposure({
  listen,
  publicUrl,
  trustProxy,
}: Pick<Config, 'listen' | 'publicUrl' | 'trustProxy'>): string | undefined {
  if (/^(127\.|::1$|localhost$)/.test(listen)) return undefined;
  if (publicUrl.startsWith('https:') && trustProxy) return undefined;
  return (
    `VOCR listens on ${listen}, where other machines reach it without TLS: passwords and terminals can be read on the way. ` +
    'Put a TLS proxy in front and set VOCR_PUBLIC_URL=https://… and VOCR_TRUST_PROXY=true, or listen on 127.0.0.1.'
  );
}
