import { z } from 'zod';
import { list, scenarioDetail, scenarioSummary } from './schemas.js';

/** The shapes of the catalogue; the OpenAPI is made from them. */

const text = z.partialRecord(z.enum(['vi', 'en']), z.string());
const names = z.array(z.string());
const version = { id: z.string(), version: z.string(), digest: z.string() };
const signer = z.string().describe("fingerprint of the author's key");

export const catalogueList = list(scenarioSummary).extend({
  leftOut: z
    .array(z.object({ what: z.string(), why: z.string() }))
    .optional()
    .describe('for those who may add scenarios: what is not in the catalogue although it should be'),
});

export const catalogueDetail = scenarioDetail.extend({
  versions: names.describe('that the catalogue lists, the newest first'),
  origin: z
    .object({
      digest: z.string(),
      addedAt: z.iso.datetime(),
      addedBy: z.string().optional().describe('absent: the installation itself, from its folder'),
      signer: signer.optional().describe('absent: it came without a signature'),
    })
    .optional()
    .describe('for those who may add scenarios: where this version came from'),
});

export const draft = z.object(version);
export const added = z.object({
  ...version,
  signer,
  isNew: z.boolean().describe('false: the catalogue listed just this before'),
});

export const packPreview = z.object({
  ...version,
  signer,
  standing: z.object({
    version: z
      .enum(['new', 'there', 'taken'])
      .describe('taken: the catalogue has the same version with other content'),
    signer: z
      .enum(['first', 'same', 'changed'])
      .describe('changed: what is here of the scenario is signed by another key, or unsigned'),
    signerBefore: signer.nullable().optional().describe('null: unsigned; absent: nothing is here'),
    alsoSigned: names.describe('what else here the same key signed, as id@version'),
    changes: z
      .object({
        against: z.string(),
        files: z.object({ added: names, removed: names, changed: names }),
        rights: z.object({ gained: names, lost: names }),
      })
      .optional(),
  }),
  contents: z.object({
    id: z.string(),
    version: z.string(),
    title: text,
    authors: names,
    license: z.string(),
    tasks: z.object({ count: z.int(), points: z.int() }),
    files: z.object({ count: z.int(), bytes: z.int() }),
    nodes: z.array(z.object({ id: z.string(), from: z.string().describe('an image, or a folder to build') })),
    needs: z
      .object({ memory: z.number(), disk: z.number(), cpus: z.number() })
      .describe('of one range, in bytes'),
    builds: z.array(z.object({ folder: z.string(), bases: names })),
    pulls: names,
    rights: names,
  }),
});
