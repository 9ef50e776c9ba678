import { ExerciseLog, openDatabase, ScenarioPacks } from '#persistence';
import { hideSecrets } from '#scenario';
import type { EngineAddress } from '#range';
import { issueSignInLink, issueToken } from '../installation/accounts.js';
import type { Installation } from '../installation/installation.js';
import { findLauncher } from '../installation/records.js';
import { urlOf } from '../postgres/postgres.js';
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
    async hiding(exercise, team) {
      const db = await openDatabase(databaseUrl, 1);
      try {
        const { scenario, values } = await new ExerciseLog(db, new ScenarioPacks(db)).setting(exercise);
        return hideSecrets(scenario, values(team));
      } finally {
        await db.destroy();
      }
    },
    ...ending,
  };
}
