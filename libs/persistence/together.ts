import { setImmediate } from 'node:timers/promises';

/** Waits until all that has come in by now was heard: what is asked at the same time can then be answered at once. */
export const allHeard = (): Promise<void> => setImmediate();

interface Asked<Q, A> {
  question: Q;
  resolve(answer: A): void;
  reject(error: unknown): void;
}

/**
 * Answers in one go what many ask at the same time. Nothing is kept: every answer is read after its question was asked, and
 * what is asked while others are being answered waits for the next go.
 */
export class Together<Q, A> {
  private waiting: Asked<Q, A>[] = [];
  private working = false;

  /**
   * @param answer gives the answer of each question, in their order; what it throws is thrown to all of them
   * @param most questions in one go
   */
  constructor(
    private readonly answer: (questions: Q[]) => Promise<A[]>,
    private readonly most = 1_000,
  ) {}

  /** @throws what answering throws */
  ask(question: Q): Promise<A> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ question, resolve, reject });
      if (!this.working) void this.work();
    });
  }

  private async work(): Promise<void> {
    this.working = true;
    while (this.waiting.length) {
      await allHeard();
      const asked = this.waiting.splice(0, this.most);
      try {
        const answers = await this.answer(asked.map(({ question }) => question));
        asked.forEach(({ resolve }, index) => resolve(answers[index]!));
      } catch (error) {
        for (const { reject } of asked) reject(error);
      }
    }
    this.working = false;
  }
}
