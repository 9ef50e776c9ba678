import type { Scenario } from '#scenario';
import { randomBytes } from 'node:crypto';
import type { Say } from '../host.js';
import { Bucket } from './bucket.js';
import type { Observer, SeenIn } from './observer.js';
import { shellEnvironment } from './shell-environment.js';
import { ShellMarks } from './shell-marks.js';
import { wantedOf } from './sources.js';

/** Marks of one terminal that are judged at once, and then a second: people paste, but nobody types so fast. */
const [marks, marksASecond] = [200, 20];

/** Reads what a terminal says on its way to the screen. */
export interface Tap {
  /** @returns what is left for the screen */
  take(chunk: Buffer): Buffer;
  /** What was held back, once there is no more output. */
  rest(): Buffer;
}

/** Sees which commands are typed in terminals, by the marks of their shells; only where a task wants to know. */
export class CommandSource {
  private readonly key = randomBytes(12).toString('hex');

  constructor(
    private readonly observer: Pick<Observer, 'command'>,
    private readonly say: Say,
  ) {}

  /** What a shell in a node needs so that it marks its commands; nothing where nobody wants to know them. */
  environment(scenario: Scenario, node: string): string[] {
    return wantedOf(scenario).commands.has(node) ? shellEnvironment(this.key) : [];
  }

  /** Reads a terminal; undefined where nobody wants to know its commands. */
  tap(scenario: Scenario, place: SeenIn & { node: string; user: string }): Tap | undefined {
    const { node, user } = place;
    if (!wantedOf(scenario).commands.has(node)) return undefined;
    const reader = new ShellMarks(this.key);
    const bucket = new Bucket(marks, marksASecond);
    let isSaid = false;
    return {
      take: (chunk) => {
        const { shown, commands } = reader.take(chunk);
        for (const command of commands) {
          if (bucket.take())
            this.observer.command(place, { kind: 'command', node, at: Date.now(), user, ...command });
          else if (!isSaid) {
            isSaid = true;
            this.say(
              'warn',
              `terminal of ${node} in ${place.range} tells of more commands than anyone types; not all are judged`,
            );
          }
        }
        return shown;
      },
      rest: () => reader.rest(),
    };
  }
}
