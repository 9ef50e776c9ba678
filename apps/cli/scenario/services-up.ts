import { durationMs, type Scenario } from '#scenario';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../reporting/problem.js';
import type { Say } from '../reporting/steps.js';
import type { Trial } from './trial.js';

/** A service as the API shows it to who keeps it up. */
interface Watched {
  id: string;
  ticks: { tick: number; state: string; reason?: string }[];
}

/** Wall time beyond a service's own after which a tick should have been scored, ms. */
const tickPatience = 60_000;
const lookEvery = 1_000;
/** How much faster the clock runs meanwhile: a tick that comes each minute is not waited for that long. */
const hurry = 10;

/**
 * Waits until each service was asked once more, and was up: a solution that takes down what is to be kept up is none, and a
 * probe that cannot be answered proves nothing of anyone.
 * @throws Problem naming the service that was not, with the reason
 */
export async function expectServicesUp(trial: Trial, scenario: Scenario, say: Say): Promise<void> {
  await trial.api.post(`/exercises/${trial.id}/clock`, { speed: hurry });
  await expectUp(trial, scenario, say);
  await trial.api.post(`/exercises/${trial.id}/clock`, { speed: 1 });
}

async function expectUp(trial: Trial, { services }: Scenario, say: Say): Promise<void> {
  const before = new Map((await watched(trial)).map(({ id, ticks }) => [id, ticks.at(-1)?.tick ?? 0]));
  for (const [id, { every }] of Object.entries(services)) {
    if (!before.has(id)) continue;
    say(id);
    // The tick that is being asked may have begun before the solution was done: a second one did not.
    const until = Date.now() + (2 * durationMs(every)) / hurry + tickPatience;
    for (;;) {
      const newer = (await watched(trial))
        .find((service) => service.id === id)!
        .ticks.filter(({ tick }) => tick > before.get(id)!);
      const last = newer.at(-1);
      if (last?.state === 'up') break;
      if (newer.length >= 2) {
        const why = last!.reason === undefined ? '' : `: ${last!.reason}`;
        throw new Problem(`Solved, the service ${id} is ${last!.state}${why}.`);
      }
      if (Date.now() > until)
        throw new Problem(`The service ${id} was not asked after: its probes say nothing.`);
      await sleep(lookEvery);
    }
  }
}

const watched = async ({ api, id, team }: Trial): Promise<Watched[]> =>
  (await api.get<{ items: Watched[] }>(`/exercises/${id}/teams/${team}/services`)).items;
