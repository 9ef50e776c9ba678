import { ExerciseLog, openDatabase, ScenarioPacks } from '#persistence';
import { hideSecrets, type Task } from '#scenario';
import type { EngineAddress } from '#range';
import { issueSignInLink, issueToken } from '../installation/accounts.js';
import type { Installation } from '../installation/installation.js';
import { findLauncher } from '../installation/records.js';
import { urlOf } from '../postgres/postgres.js';
import { Problem } from '../reporting/problem.js';
import type { Steps } from '../reporting/steps.js';
import { Api } from './api.js';
import { startPrivate } from './private-installation.js';

const author = { user: 'scenario-test', role: 'author' };

/** An installation to try a scenario on. */
export interface Platform {
  api: Api;
  engine: EngineAddress;
  /** A link that signs its holder in as who plays the exercise, once, and leads to it. */
  linkTo(exercise: string): Promise<string>;
  /** What makes texts fit to be shown: a team's secrets stand as the templates that they came from. */
  hiding(exercise: string, team: string): Promise<(text: string) => string>;
  /** Gives a hand-in all points, as the staff would. @throws Problem when it is refused */
  gradeFull(work: { exercise: string; team: string; submission: number }, task: Task): Promise<void>;
  /** What ends it from a shell; absent for one that was not started for this. */
  endBy?: string;
  /** Ends it, if it was started for this. */
  end(): Promise<void>;
}

/** The running installation, or else one of its own that is started for this and leaves nothing behind. */
export async function findPlatform(
  installation: Installation,
  program: string,
  steps: Steps,
): Promise<Platform> {
  const launcher = await findLauncher(installation.data);
  if (launcher) return platformOn(installation, launcher.local, { end: async () => undefined });
  const own = await steps.step('Start a private installation', () => startPrivate(program, installation));
  const end = () => steps.step('Stop the private installation', own.end);
  try {
    return await platformOn(own.installation, own.url, { end, endBy: own.endBy });
  } catch (error) {
    await end();
    throw error;
  }
}

async function platformOn(
  { config, postgres }: Installation,
  url: string,
  ending: Pick<Platform, 'end' | 'endBy'>,
): Promise<Platform> {
  const databaseUrl = config.databaseUrl ?? (await urlOf(postgres, 'vocr'));
  return {
    api: new Api(url, await issueToken(databaseUrl, author)),
    engine: config.engine,
    linkTo: (exercise) =>
      issueSignInLink(databaseUrl, author.user, config.publicUrl, `/exercises/${exercise}`),
    hiding: (exercise, team) =>
      inLog(databaseUrl, async (log) => {
        const { scenario, values } = await log.setting(exercise);
        return hideSecrets(scenario, values(team));
      }),
    gradeFull: ({ exercise, ...work }, { id: task, manual }) =>
      inLog(databaseUrl, async (log) => {
        const scores = Object.fromEntries((manual?.rubric ?? []).map(({ id, points }) => [id, points]));
        const order = { type: 'give-grade', actor: author.user, task, scores, ...work } as const;
        const outcome = await log.execute(exercise, order);
        if (!outcome.ok) throw new Problem(`Grading ${task}: ${outcome.refusal.detail}`);
      }),
    ...ending,
  };
}

/** Does something with the installation's logs: an author's token leads no exercise, and so may not grade. */
async function inLog<T>(databaseUrl: string, work: (log: ExerciseLog) => Promise<T>): Promise<T> {
  // One connection for the lock of an order, one for what is read meanwhile.
  const db = await openDatabase(databaseUrl, 2);
  try {
    return await work(new ExerciseLog(db, new ScenarioPacks(db)));
  } finally {
    await db.destroy();
  }
}
