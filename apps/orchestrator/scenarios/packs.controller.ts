import { Controller, Delete, Logger, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { may, type Person } from '#auth';
import { CatalogueRefusal, Drafts, InvalidScenario, SignedPacks } from '#persistence';
import { contentsOf } from '#scenario';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { added, draft, packPreview } from '../contract/scenarios.js';
import { Needs } from '../http/auth.guard.js';
import { Documented } from '../http/documented.js';
import { Unrecorded } from '../http/idempotency.interceptor.js';
import { Me } from '../http/person.decorator.js';
import { ProblemError, notThere, notYours } from '../http/problem.js';
import { UnreadableArchive, readArchive } from './read-archive.js';
import { packType, readPack } from './read-pack.js';

const consent = z.strictObject({
  signer: z
    .string()
    .regex(/^SHA256:[\w-]{43}$/, "must be the fingerprint of the author's key")
    .optional()
    .describe(
      'names the key that signed the pack, where it is another than before: without it, that is refused',
    ),
});
const archive = (description: string) =>
  ApiBody({ description, schema: { type: 'string', format: 'binary' } });

/** What authors bring: drafts to try, and signed packs for the catalogue. */
@ApiTags('scenarios')
@Controller('api/v1/scenarios')
@Needs('scenarios:write')
export class PacksController {
  private readonly logger = new Logger('catalogue');

  constructor(
    private readonly signed: SignedPacks,
    private readonly drafts: Drafts,
  ) {}

  @Post('drafts')
  @Unrecorded()
  @ApiConsumes('application/x-tar')
  @archive("the scenario's folder")
  @Documented('Keep a scenario outside the catalogue, to be tried by its digest', draft, 201)
  async draft(@Me() me: Person, @Req() { raw: request }: FastifyRequest) {
    return told(async () => {
      const { scenario, digest } = await this.drafts.keep(await readArchive(request), me.account);
      return { id: scenario.id, version: scenario.version, digest };
    });
  }

  @Post('preview')
  @Unrecorded()
  @ApiConsumes(packType)
  @archive('a signed pack, as `vocr scenario pack` makes it')
  @Documented('What a signed pack contains and how it stands to what is here; nothing is kept', packPreview)
  async preview(@Req() { raw: request }: FastifyRequest) {
    return told(async () => {
      const opened = await readPack(request);
      const { signer } = opened;
      const stored = this.signed.check(opened);
      const { id, version } = stored.scenario;
      const standing = await this.signed.standing(stored, signer);
      return { id, version, digest: stored.digest, signer, standing, contents: contentsOf(stored) };
    });
  }

  @Post()
  @Unrecorded()
  @ApiConsumes(packType)
  @archive('a signed pack, as `vocr scenario pack` makes it')
  @Documented('Add a signed pack to the catalogue, beside the other versions of its scenario', added, 201)
  async add(
    @Me() me: Person,
    @Query({ schema: consent }) query: z.infer<typeof consent>,
    @Req() { raw: request }: FastifyRequest,
  ) {
    return told(async () => {
      const opened = await readPack(request);
      const { signer } = opened;
      const { stored, isNew } = await this.signed.add(opened, me.account, query.signer);
      const { id, version } = stored.scenario;
      if (isNew)
        this.logger.log(`${me.username} added ${id}@${version} (${stored.digest}), signed by ${signer}`);
      return { id, version, digest: stored.digest, signer, isNew };
    });
  }

  @Delete(':scenario')
  @Documented('Take a version, `id@version`, out of the catalogue; exercises that are made of it keep it')
  async remove(@Me() me: Person, @Param('scenario') reference: string): Promise<void> {
    const [, id, version] = /^([\w-]+)@([\w.-]+)$/.exec(reference) ?? [];
    if (id === undefined || version === undefined) {
      throw new ProblemError(400, 'request-invalid', 'Name the version that is to go, as id@version.');
    }
    const addedBy = await this.signed.addedBy(id, version);
    if (addedBy !== undefined && addedBy !== me.account && !may(me.role, 'installation:manage')) {
      throw notYours(`Only who added ${reference}, or an admin, may take it out.`);
    }
    if (!(await this.signed.remove(id, version, me.account))) {
      throw notThere('scenario-unknown', `There is no scenario ${reference} in the catalogue.`);
    }
    this.logger.log(`${me.username} took ${reference} out of the catalogue`);
  }
}

/** Turns what is wrong with an upload into a problem for its author. */
async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UnreadableArchive) throw new ProblemError(400, 'archive-unreadable', error.message);
    if (error instanceof InvalidScenario) throw new ProblemError(422, 'scenario-invalid', error.message);
    if (error instanceof CatalogueRefusal) throw new ProblemError(409, error.reason, error.message);
    throw error;
  }
}
