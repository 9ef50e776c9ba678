import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Names } from './view.js';

/** What those who play an exercise are called. */
@Injectable()
export class NamesService {
  constructor(private readonly db: DataSource) {}

  /** By account, the names of an exercise's members. */
  async of(exercise: string): Promise<Names> {
    // In a class every view has everyone's name: one plain query, for there are hundreds of either.
    const rows = await this.db.query<{ account: string; name: string }[]>(
      `SELECT m.account, a.display_name AS name FROM members m JOIN accounts a ON a.id = m.account
       WHERE m.exercise = $1`,
      [exercise],
    );
    return new Map(rows.map(({ account, name }) => [account, name]));
  }
}
