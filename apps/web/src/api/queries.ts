import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, ask } from './client.js';
import { problemOf } from './problem.js';
import type { paths } from './schema.js';

type Get<P extends keyof paths> = paths[P] extends {
  get: { responses: { 200: { content: { 'application/json': infer T } } } };
}
  ? T
  : never;

type Answer<P extends keyof paths> = paths[P] extends {
  post: { responses: { 200: { content: { 'application/json': infer T } } } };
}
  ? T
  : never;

export type Person = Get<'/api/v1/session'>;
export type ScenarioSummary = Get<'/api/v1/scenarios'>['items'][number];
/** A scenario on its page of the catalogue. */
export type CatalogueScenario = Get<'/api/v1/scenarios/{scenario}'>;
/** A scenario as an exercise plays it, or as the catalogue shows it. */
export type Scenario = Get<'/api/v1/exercises/{id}/scenario'>;
export type ExerciseSummary = Get<'/api/v1/exercises'>['items'][number];
export type Exercise = Get<'/api/v1/exercises/{id}'>;
export type Team = Exercise['teams'][number];
export type Range = Exercise['ranges'][number];
export type TaskProgress = NonNullable<Team['tasks']>[number];
export type Task = Scenario['tasks'][number];
export type Standing = Get<'/api/v1/exercises/{id}/scoreboard'>['items'][number];
export type LedgerEntry = Get<'/api/v1/exercises/{id}/ledger'>['items'][number];
export type RuleBook = Get<'/api/v1/exercises/{id}/rules'>;
export type RulesPreview = Answer<'/api/v1/exercises/{id}/rules/preview'>;
export type UnclearItem = Get<'/api/v1/exercises/{id}/unclear'>['items'][number];
export type ServiceHistory = Get<'/api/v1/exercises/{id}/teams/{team}/services'>['items'][number];
export type RosterEntry = Get<'/api/v1/exercises/{id}/roster'>['items'][number];
/** A schedule as it is asked for. */
export type NewSchedule =
  paths['/api/v1/exercises/{id}/schedule']['post']['requestBody']['content']['application/json'];
/** What a revision says of one task. */
export type TaskChange = RuleBook['revisions'][number]['tasks'][string];
export type Pool = Get<'/api/v1/pools'>['items'][number];
/** A text per language; a language may be missing. */
export type Text = ScenarioSummary['title'];

/** Who is signed in; null when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async (): Promise<Person | null> => {
    const { data, error, response } = await api.GET('/api/v1/session');
    if (data) return data;
    if (response.status === 401) return null;
    throw problemOf(response.status, error);
  },
  staleTime: 5 * 60_000,
});

export const signInOptionsQuery = queryOptions({
  queryKey: ['sign-in options'],
  queryFn: () => ask(api.GET('/api/v1/session/options')),
});

export const scenariosQuery = queryOptions({
  queryKey: ['scenarios'],
  queryFn: () => ask(api.GET('/api/v1/scenarios')),
});

/** One scenario of the catalogue. @param scenario `id` or `id@version` */
export const scenarioQuery = (scenario: string) =>
  queryOptions({
    queryKey: ['scenario', scenario],
    queryFn: () => ask(api.GET('/api/v1/scenarios/{scenario}', { params: { path: { scenario } } })),
  });

export const exercisesQuery = queryOptions({
  queryKey: ['exercises'],
  queryFn: () => ask(api.GET('/api/v1/exercises')),
  // A class says nothing to who has not joined it yet, such as that it has opened.
  refetchInterval: ({ state }) => (state.data?.items.some(({ invited }) => invited) ? 30_000 : false),
});

export const archiveQuery = queryOptions({
  queryKey: ['exercises', 'archive'],
  queryFn: () => ask(api.GET('/api/v1/exercises', { params: { query: { archived: 'true' } } })),
});

/** The exercise as the person may see it. The stream says when to ask again; the interval is for when it is silent. */
export const exerciseQuery = (id: string) =>
  queryOptions({
    queryKey: ['exercise', id],
    queryFn: () => ask(api.GET('/api/v1/exercises/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data && state.data.state !== 'finished' ? 30_000 : false),
  });

/** The scenario in the version that this exercise plays. It never changes. */
export const playedScenarioQuery = (id: string) =>
  queryOptions({
    queryKey: ['played scenario', id],
    queryFn: () => ask(api.GET('/api/v1/exercises/{id}/scenario', { params: { path: { id } } })),
    staleTime: Infinity,
  });

/** The board. @param bracket only its teams, ranked among themselves; empty: all of them */
export const scoreboardQuery = (id: string, live: boolean, bracket = '') =>
  queryOptions({
    queryKey: ['scoreboard', id, bracket],
    queryFn: () =>
      ask(
        api.GET('/api/v1/exercises/{id}/scoreboard', {
          params: { path: { id }, query: bracket === '' ? {} : { bracket } },
        }),
      ),
    // Other teams' events do not come over a learner's stream.
    refetchInterval: live ? 15_000 : false,
    // The table before stays until the other one is there.
    placeholderData: keepPreviousData,
  });

/** Most entries that one answer has; teams have fewer, or their oldest pages are read one after the other. */
const ledgerPage = 5_000;

/** Every entry of a team's ledger, oldest first. */
export const ledgerQuery = (id: string, team: string) =>
  queryOptions({
    queryKey: ['ledger', id, team],
    queryFn: async () => {
      const entries: LedgerEntry[] = [];
      for (let after: number | undefined = 0; after !== undefined;) {
        const query: { team: string; after: number; limit: number } = { team, after, limit: ledgerPage };
        const page: Get<'/api/v1/exercises/{id}/ledger'> = await ask(
          api.GET('/api/v1/exercises/{id}/ledger', { params: { path: { id }, query } }),
        );
        entries.push(...page.items);
        after = page.next;
      }
      return entries;
    },
  });

/** The rules of an exercise as they count now; for staff. */
export const rulesQuery = (id: string) =>
  queryOptions({
    queryKey: ['rules', id],
    queryFn: () => ask(api.GET('/api/v1/exercises/{id}/rules', { params: { path: { id } } })),
  });

/** Who may join a class, and who has; for staff. */
export const rosterQuery = (id: string) =>
  queryOptions({
    queryKey: ['roster', id],
    queryFn: () => ask(api.GET('/api/v1/exercises/{id}/roster', { params: { path: { id } } })),
  });

/** What every learner has earned; for staff. */
export const gradesQuery = (id: string) =>
  queryOptions({
    queryKey: ['grades', id],
    queryFn: () => ask(api.GET('/api/v1/exercises/{id}/grades', { params: { path: { id } } })),
  });

/** What looks as if answers were passed on; for staff. The whole log is read for it, so it is asked for only when wanted. */
export const integrityQuery = (id: string) =>
  queryOptions({
    queryKey: ['integrity', id],
    queryFn: () => ask(api.GET('/api/v1/exercises/{id}/integrity', { params: { path: { id } } })),
    staleTime: 0,
  });

/** How a team's services were kept up, tick by tick. */
export const servicesQuery = (id: string, team: string) =>
  queryOptions({
    queryKey: ['services', id, team],
    queryFn: () =>
      ask(api.GET('/api/v1/exercises/{id}/teams/{team}/services', { params: { path: { id, team } } })),
  });

/** What checks and ticks could not tell; for staff. */
export const unclearQuery = (id: string) =>
  queryOptions({
    queryKey: ['unclear', id],
    queryFn: () => ask(api.GET('/api/v1/exercises/{id}/unclear', { params: { path: { id } } })),
    staleTime: 0,
  });

export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: () => ask(api.GET('/api/v1/people', { params: { query: { limit: 500 } } })),
});

export type Host = Get<'/api/v1/hosts'>['items'][number];

export const hostsQuery = queryOptions({
  queryKey: ['hosts'],
  queryFn: () => ask(api.GET('/api/v1/hosts')),
  refetchInterval: 10_000,
});

/** Every pool. Their ranges come and go without a word, so they are asked for again and again. */
export const poolsQuery = queryOptions({
  queryKey: ['pools'],
  queryFn: () => ask(api.GET('/api/v1/pools')),
  refetchInterval: 3_000,
});

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: () => ask(api.GET('/api/v1/settings')),
});
