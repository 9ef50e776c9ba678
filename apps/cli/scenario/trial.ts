import { connectEngine, labelKeys, tarOf } from '#range';
import { Problem } from '../reporting/problem.js';
import type { Say, Steps } from '../reporting/steps.js';
import { ApiProblem, type Api } from './api.js';
import { Following } from './follow.js';
import type { Platform } from './platform.js';

/** Wall time that a launch may take, images' builds included, in ms. */
const launchLimit = 15 * 60_000;
const teardownLimit = 120_000;
/** Before its machines are made: it waits for its place, or its images are built. */
const beforeMachines = ['requested', 'queued', 'preparing'];

export interface RangeView {
  id: string;
  state: string;
  reason?: string;
  nodes: { id: string; state: string; addresses: string[] }[];
}

export interface ExerciseView {
  teams: { id: string; score: number; tasks?: { id: string; solved: boolean }[] }[];
  ranges: RangeView[];
}

/** A solo exercise in which an author tries a scenario. */
export class Trial {
  private constructor(
    readonly platform: Platform,
    readonly id: string,
    readonly team: string,
  ) {}

  /** Creates the exercise; nothing of it runs yet. @param digest of an uploaded draft */
  static async of(platform: Platform, digest: string): Promise<Trial> {
    const wish = { scenario: digest, mode: 'solo' };
    const { id, teams } = await platform.api.post<{ id: string } & ExerciseView>('/exercises', wish);
    return new Trial(platform, id, teams[0]!.id);
  }

  get api(): Api {
    return this.platform.api;
  }

  view(): Promise<ExerciseView> {
    return this.api.get<ExerciseView>(`/exercises/${this.id}`);
  }

  /** The range, once it was asked for. */
  async range(): Promise<RangeView | undefined> {
    return (await this.view()).ranges[0];
  }

  /** Starts the exercise and waits until its range is ready. @throws Problem with the reason when it fails */
  async launch(steps: Steps, signal: AbortSignal): Promise<RangeView> {
    await this.api.post(`/exercises/${this.id}/start`);
    return this.awaitReady(steps, signal);
  }

  /** Waits until the range is ready, its images apart from its machines. @throws Problem with the reason when it fails */
  async awaitReady(steps: Steps, signal: AbortSignal): Promise<RangeView> {
    let say: Say = () => undefined;
    const following = new Following(this.api, this.id, ({ type, phase, detail }) => {
      if (type === 'progress' && phase === 'images' && detail) say(detail);
    });
    const limit = launchLimit / 2;
    try {
      await steps.step('Images', async (tell) => {
        say = tell;
        const begun = () => this.found(({ state }) => (beforeMachines.includes(state) ? undefined : 'begun'));
        const found = await following.until(begun, limit, signal);
        if (!found) throw new Problem(`The images were not there within ${limit / 60_000} minutes.`);
        tell('');
      });
      return await steps.step('Launch', async (tell) => {
        const ready = () =>
          this.found((range) => {
            if (range.state === 'ready') return range;
            const there = range.nodes.filter(({ state }) => state === 'ready').length;
            tell(`${range.state}, ${there} of ${range.nodes.length} nodes ready`);
            return undefined;
          });
        const found = await following.until(ready, limit, signal);
        if (!found) throw new Problem(`The range was not ready within ${limit / 60_000} minutes.`);
        return found;
      });
    } finally {
      following.close();
    }
  }

  /** What is found in the range's view. @throws Problem when it has failed */
  private async found<T>(look: (range: RangeView) => T | undefined): Promise<T | undefined> {
    const range = await this.range();
    if (!range) return undefined;
    if (range.state === 'failed') throw new Problem(`The range failed: ${range.reason}`);
    return look(range);
  }

  /** Ends the exercise and waits until its range is gone. @throws Problem when that takes too long */
  async tearDown(): Promise<void> {
    try {
      await this.api.post(`/exercises/${this.id}/finish`);
    } catch (error) {
      if (!(error instanceof ApiProblem && error.status === 409)) throw error;
    }
    const following = new Following(this.api, this.id);
    const gone = async () => {
      const { ranges } = await this.view();
      return ranges.every(({ state }) => ['gone', 'failed'].includes(state)) || undefined;
    };
    try {
      // Told to end, a command still takes down what it has begun.
      const done = await following.until(gone, teardownLimit, new AbortController().signal);
      if (!done) throw new Problem(`The range was not down within ${teardownLimit / 1000} s.`);
    } finally {
      following.close();
    }
  }

  /** Asks the engine itself, not the platform. @throws Problem naming what is left of the range */
  async expectNothing(range: string): Promise<void> {
    const engine = connectEngine(this.platform.engine);
    const label = [`${labelKeys.range}=${range}`];
    const left = [...(await engine.containers.list(label)), ...(await engine.networks.list(label))];
    if (left.length) throw new Problem(`Left behind: ${left.map(({ name }) => name).join(', ')}.`);
  }
}

/** Sends a scenario's folder, to be tried by its digest. @throws ApiProblem when the installation refuses it */
export async function upload(
  files: ReadonlyMap<string, Uint8Array>,
  api: Api,
): Promise<{ id: string; version: string; digest: string }> {
  const archive = await tarOf(
    [...files].map(([path, content]) => ({
      path,
      content: Buffer.from(content),
      uid: 0,
      gid: 0,
      mode: 0o644,
    })),
  );
  return api.send('/scenarios/drafts', archive, 'application/x-tar');
}
