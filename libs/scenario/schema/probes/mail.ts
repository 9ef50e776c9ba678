import { z } from 'zod';
import { mark } from '../meaning.js';
import { machineText, userName } from '../words.js';
import { port } from './port.js';

/** Who signs in, and whether that must work. */
export const loginKeys = {
  user: userName
    .regex(/^[^:\0]+$/, 'must be a name without a colon')
    .describe('the name that is used to sign in'),
  password: z.string().min(1).max(200).describe('the password that is used to sign in'),
  accepted: z.boolean().default(true).describe('whether the server must let them in, or turn them away'),
};

const address = z
  .string()
  .regex(/^[^\s<>\0]{1,120}@[^\s<>\0]{1,120}$/, 'must be an address such as an@mail.example');

const mailKeys = {
  tls: z
    .enum(['none', 'starttls', 'implicit'])
    .default('none')
    .describe('how the talk is encrypted; whoever signed the certificate is not asked'),
  login: z.strictObject(loginKeys).optional().describe('sign in'),
  contains: z.array(machineText).default([]).describe('texts that the lines of the server must contain'),
};

/** What a mail server must do with whoever brings it mail. */
export const smtpProbe = mark(
  z.strictObject({
    port: port.default(25).describe('the port that is asked'),
    ...mailKeys,
    mail: z
      .strictObject({
        from: address.describe('the sender'),
        to: address.describe('the recipient'),
        subject: z.string().max(200).default('VOCR').describe('the subject'),
        accepted: z.boolean().default(true).describe('whether the server must take it, or turn it away'),
      })
      .optional()
      .describe('bring it a short message, which is really delivered when it is taken'),
  }),
  { use: 'probe' },
);

/** What a mail server must do with whoever fetches mail. */
export const imapProbe = mark(
  z.strictObject({ port: port.default(143).describe('the port that is asked'), ...mailKeys }),
  { use: 'probe' },
);

export type SmtpProbe = z.infer<typeof smtpProbe>;
export type ImapProbe = z.infer<typeof imapProbe>;
