import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Person } from '#auth';
import { textIn } from '#scenario';
import { boardFor, ctftimeFeed, entriesOf, explain, inBracket, type LedgerEntry } from '#scoring';
import { z } from 'zod';
import { exerciseId, list, seqParameter, teamId } from '../contract/schemas.js';
import { board, ledgerEntry } from '../contract/standings.js';
import { Documented } from '../http/documented.js';
import { Me } from '../http/person.decorator.js';
import { ExercisesService } from './exercises.service.js';
import { NamesService } from './names.service.js';
import { StandingsService } from './standings.service.js';
import { teamName } from './view.js';

const idParam = { schema: exerciseId };
const boardQuery = z.object({
  at: seqParameter.optional().describe('the board as of this seq'),
  bracket: z.string().max(80).optional().describe('only its teams, ranked among themselves'),
  format: z
    .enum(['ctftime'])
    .optional()
    .describe('ctftime: as https://ctftime.org/json-scoreboard-feed says'),
});
const ledgerQuery = z.object({
  team: teamId.optional(),
  after: seqParameter.default(0),
  limit: z.coerce.number().int().min(1).max(5_000).default(5_000),
});

/** Boards and ledgers. */
@ApiTags('exercises')
@Controller('api/v1/exercises')
export class StandingsController {
  constructor(
    private readonly exercises: ExercisesService,
    private readonly standings: StandingsService,
    private readonly names: NamesService,
  ) {}

  @Get(':id/scoreboard')
  @Documented('The board, now or as of a seq; while it is frozen, learners see it as it was then', board)
  async scoreboard(
    @Me() me: Person,
    @Param('id', idParam) id: string,
    @Query({ schema: boardQuery }) { at, bracket, format }: z.infer<typeof boardQuery>,
  ) {
    const { state, viewer } = await this.exercises.access(id, me);
    const { ledger, rules } = await this.standings.ledger(id, at);
    const seen = boardFor(ledger, rules, viewer);
    const known = await this.names.of(id);
    const named = (bracket === undefined ? seen.board : inBracket(seen.board, bracket)).map((row) => ({
      ...row,
      name: teamName(state.teams[row.team]!, known),
    }));
    if (format === 'ctftime') {
      const hidden = ledger.frozen !== undefined && !viewer.staff;
      // What a task was worth when the board was frozen is in the ledger as of then.
      const counted = hidden ? await this.standings.whenFrozen(id, { ledger, rules }) : { ledger, rules };
      const { scenario } = counted.rules;
      const titleOf = ({ title }: { title: Parameters<typeof textIn>[0] }) => textIn(title, ['en', 'vi']);
      return ctftimeFeed(named, entriesOf(counted.ledger, counted.rules), scenario, titleOf);
    }
    const brackets = [...new Set(seen.board.flatMap((row) => row.bracket ?? []))].sort();
    return { items: named, brackets, ...(seen.frozenAt === undefined ? {} : { frozenAt: seen.frozenAt }) };
  }

  @Get(':id/ledger')
  @Documented('Every point that you may see, in words, and the event it rests on', list(ledgerEntry))
  async ledger(
    @Me() me: Person,
    @Param('id', idParam) id: string,
    @Query({ schema: ledgerQuery }) { team, after, limit }: z.infer<typeof ledgerQuery>,
  ) {
    const { viewer } = await this.exercises.access(id, me);
    const { ledger, rules } = await this.standings.seenBy(id, await this.standings.ledger(id), viewer);
    const { items, next } = pageOf(
      entriesOf(ledger, rules),
      (entry) =>
        entry.seq > after &&
        (viewer.staff || viewer.teams.includes(entry.team)) &&
        (team === undefined || entry.team === team),
      limit,
    );
    const told = items.map((entry) => ({ ...entry, words: explain(entry, rules.scenario) }));
    return { items: told, ...(next === undefined ? {} : { next }) };
  }
}

/** As many entries as asked for, or a few more: those of one event stay together, for pages go by events. */
function pageOf(entries: readonly LedgerEntry[], fits: (entry: LedgerEntry) => boolean, limit: number) {
  const items: LedgerEntry[] = [];
  for (const entry of entries) {
    if (!fits(entry)) continue;
    const last = items.at(-1)?.seq;
    if (items.length >= limit && entry.seq !== last) return { items, next: last };
    items.push(entry);
  }
  return { items };
}
