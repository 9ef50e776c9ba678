import { Api } from '../../apps/cli/scenario/api.js';
import { runInTerminal } from '../../apps/cli/scenario/shell.js';
import type { Product } from './product.js';
import { follow, type Follower } from './follower.js';
import { until } from './until.js';

/** An exercise as the API shows it, as far as tests look. */
export interface ExerciseView {
  id: string;
  state: string;
  seq: number;
  teams: { id: string; score: number; tasks?: { id: string; solved: boolean; attemptsLeft?: number }[] }[];
  ranges: {
    id: string;
    state: string;
    teams: string[];
    reason?: string;
    nodes: { id: string; state: string; addresses: string[] }[];
  }[];
}

const scriptLimit = 30_000;

/** Someone with an account who plays in an exercise, through the API alone. */
export class Player {
  /** Their team in the exercise that they play. */
  team = '';
  exercise = '';

  private constructor(
    readonly api: Api,
    readonly name: string,
  ) {}

  /** Makes the account and a token for it. */
  static async of(product: Product, name: string, role = 'learner'): Promise<Player> {
    return new Player(new Api(product.url, await product.token({ user: name, role })), name);
  }

  get token(): string {
    return this.api.token;
  }

  /** Creates a solo exercise, not started. */
  async create(scenario: string): Promise<void> {
    this.enter(await this.api.post<ExerciseView>('/exercises', { scenario, mode: 'solo' }));
  }

  /** Starts the solo exercise that was created. */
  start(): Promise<ExerciseView> {
    return this.api.post(`/exercises/${this.exercise}/start`);
  }

  /** Joins a class, in a team of one's own. */
  async join(exercise: string): Promise<void> {
    const view = await this.api.post<ExerciseView & { you: { teams: string[] } }>(
      `/exercises/${exercise}/join`,
    );
    this.exercise = exercise;
    this.team = view.you.teams[0]!;
  }

  /** Creates and starts a solo exercise, and waits until its range is ready. */
  async launch(scenario: string): Promise<Follower> {
    await this.create(scenario);
    const stream = this.follow();
    await this.start();
    await stream.event('range.ready');
    return stream;
  }

  view(): Promise<ExerciseView> {
    return this.api.get(`/exercises/${this.exercise}`);
  }

  /** The state of one's own range. */
  async range(): Promise<ExerciseView['ranges'][number]> {
    const { ranges } = await this.view();
    return ranges.find(({ teams }) => teams.includes(this.team))!;
  }

  async score(): Promise<number> {
    return (await this.view()).teams.find(({ id }) => id === this.team)!.score;
  }

  /** Path of one's team, with what follows. */
  path(rest: string): string {
    return `/exercises/${this.exercise}/teams/${this.team}/${rest}`;
  }

  order(
    what: 'start' | 'stop' | 'reset' | 'suspend' | 'resume' | 'extend' | `nodes/${string}/reset`,
  ): Promise<void> {
    return this.api.post(this.path(`range/${what}`));
  }

  answer(task: string, answer: string): Promise<{ correct: boolean; points: number; attemptsLeft?: number }> {
    return this.api.post(this.path(`tasks/${task}/answers`), { answer });
  }

  check(
    task: string,
  ): Promise<{ outcome: string; points: number; results: { name: string; outcome: string }[] }> {
    return this.api.post(this.path(`tasks/${task}/check`));
  }

  finish(): Promise<ExerciseView> {
    return this.api.post(`/exercises/${this.exercise}/finish`);
  }

  follow(after = 0): Follower {
    return follow(this.api.url, this.token, this.exercise, after);
  }

  /** Runs a script in a node's terminal and gives its output. */
  async run(node: string, script: string): Promise<string> {
    const at = { exercise: this.exercise, team: this.team, node };
    const { exitCode, output } = await runInTerminal(this.api, at, script, scriptLimit);
    if (exitCode !== 0) throw new Error(`the script ended with code ${exitCode}: ${output}`);
    return output;
  }

  /** Finishes, and waits until nothing of the exercise is left. */
  async leave(): Promise<void> {
    await this.finish();
    let states: string[] = [];
    await until(
      () => `the ranges of ${this.exercise} are down; they are ${states.join(', ')}`,
      async () => {
        states = (await this.view()).ranges.map(({ state }) => state);
        return states.every((state) => ['gone', 'failed'].includes(state));
      },
    );
  }

  private enter(view: ExerciseView): void {
    this.exercise = view.id;
    this.team = view.teams[0]!.id;
  }
}
