import { promisify } from 'node:util';
import { deflate, inflate } from 'node:zlib';
import type { DataSource } from 'typeorm';

/** Which snapshots: of what, folded by what. What another made is never given. */
export interface SnapshotsOf {
  exercise: string;
  kind: 'state' | 'ledger';
  madeBy: string;
}

/** A snapshot as it was read. */
export interface Snapshot<T> {
  seq: number;
  /** That it takes in the database. */
  bytes: number;
  made: T;
}

const [pack, unpack] = [promisify(deflate), promisify(inflate)];

/**
 * What logs came to at some of their seqs. A cache: whoever finds none, or none that can be read, folds the log from its
 * beginning.
 */
export class Snapshots {
  /** @param report is told of what could not be read */
  constructor(
    private readonly db: DataSource,
    private readonly report: (error: Error) => void,
  ) {}

  /**
   * The newest one from seq `from` to seq `to`; undefined when there is none, or it cannot be read.
   * @param read makes what was written of the text; undefined when it cannot
   */
  async newest<T>(
    of: SnapshotsOf,
    from: number,
    to: number,
    read: (text: string) => T | undefined,
  ): Promise<Snapshot<T> | undefined> {
    try {
      const [row] = await this.db.query<{ seq: number; body: Buffer }[]>(
        `SELECT seq, body FROM snapshots WHERE exercise = $1 AND kind = $2 AND made_by = $3 AND seq BETWEEN $4 AND $5
         ORDER BY seq DESC LIMIT 1`,
        [of.exercise, of.kind, of.madeBy, from, Math.min(to, 2 ** 31 - 1)],
      );
      if (!row) return undefined;
      const made = read((await unpack(row.body)).toString());
      return made === undefined ? undefined : { seq: row.seq, bytes: row.body.length, made };
    } catch (error) {
      const { message } = error as Error;
      this.report(
        new Error(`one of ${of.exercise} could not be read, so that its log is folded instead: ${message}`, {
          cause: error,
        }),
      );
      return undefined;
    }
  }

  /** Where the newest one from seq `from` to seq `to` is, and how many bytes it takes. */
  async last(of: SnapshotsOf, from: number, to: number): Promise<{ seq: number; bytes: number } | undefined> {
    const [row] = await this.db.query<{ seq: number; bytes: number }[]>(
      `SELECT seq, octet_length(body) AS bytes FROM snapshots
       WHERE exercise = $1 AND kind = $2 AND made_by = $3 AND seq BETWEEN $4 AND $5 ORDER BY seq DESC LIMIT 1`,
      [of.exercise, of.kind, of.madeBy, from, to],
    );
    return row;
  }

  /** Keeps one. @returns how many bytes it takes */
  async keep(of: SnapshotsOf, seq: number, text: string): Promise<number> {
    const body = await pack(text, { level: 1 });
    await this.db.query(
      `INSERT INTO snapshots (exercise, kind, seq, made_by, body) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (exercise, kind, seq) DO UPDATE SET made_by = excluded.made_by, body = excluded.body`,
      [of.exercise, of.kind, seq, of.madeBy, body],
    );
    return body.length;
  }

  /** Drops those that are not at a multiple of `spacing`, and those of other makers. */
  async thin(of: SnapshotsOf, spacing: number): Promise<void> {
    await this.db.query(
      `DELETE FROM snapshots WHERE exercise = $1 AND kind = $2 AND (made_by <> $3 OR seq % $4 <> 0)`,
      [of.exercise, of.kind, of.madeBy, spacing],
    );
  }
}
