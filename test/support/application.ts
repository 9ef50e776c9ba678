import 'reflect-metadata';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createAccount, issueCredential, type Person } from '#auth';
import { readConfig } from '#config';
import type { Role } from '#persistence';
import { DataSource } from 'typeorm';
import { createApplication } from '../../apps/orchestrator/application.js';
import { freshDatabase } from './database.js';
import { smallCatalogue } from './scenario.js';

/** The address that the application believes browsers use. */
export const publicUrl = 'http://vocr.test';

/** What a request came to. */
export interface Answer {
  status: number;
  headers: Headers;
  /** The body, parsed where it is JSON. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into whatever came
  body: any;
}

/** Someone with an API token. */
export interface Someone extends Person {
  token: string;
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
}

/** The orchestrator, listening, with a database and a catalogue of its own. */
export interface TestApplication {
  app: NestFastifyApplication;
  /** `http://127.0.0.1:PORT`. */
  url: string;
  db: DataSource;
  /** A request as it is given, without any credential. */
  ask: typeof ask;
  /** Makes an account of a role, with a token. */
  someone(username: string, role?: Role): Promise<Someone>;
  close(): Promise<void>;
}

/** Starts the real application in this process. Its queue is in PostgreSQL; no worker serves it. */
export async function startApplication(): Promise<TestApplication> {
  const database = await freshDatabase();
  const catalogue = await smallCatalogue();
  const before = { ...process.env };
  Object.assign(process.env, {
    DATABASE_URL: database.url,
    VOCR_SCENARIOS: catalogue.folder,
    VOCR_PUBLIC_URL: publicUrl,
    VOCR_LISTEN: '127.0.0.1',
  });
  delete process.env.REDIS_URL;
  const app = await createApplication(readConfig(process.env));
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as { port: number };
  const url = `http://127.0.0.1:${port}`;
  const db = app.get(DataSource);
  return {
    app,
    url,
    db,
    ask: (method, path, body, headers) => ask(method, `${url}${path}`, body, headers),
    async someone(username, role = 'learner') {
      const made = await createAccount(db, { username, role });
      if (!made.ok) throw new Error(made.fault.detail);
      const token = await issueCredential(db, { kind: 'token', account: made.person.account });
      const mine: Someone['ask'] = (method, path, body, headers = {}) =>
        ask(method, `${url}${path}`, body, { authorization: `Bearer ${token}`, ...headers });
      return {
        ...made.person,
        token,
        ask: mine,
        get: (path) => mine('GET', path),
        post: (path, body, headers) => mine('POST', path, body, headers),
      };
    },
    async close() {
      await app.close();
      process.env = before;
      await database.drop();
      await catalogue.remove();
    },
  };
}

/** Sends a request. A body that is text or bytes goes as it is, anything else as JSON. */
async function ask(
  method: string,
  url: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const raw = typeof body === 'string' || body instanceof Uint8Array;
  const response = await fetch(url, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined
      ? {}
      : { body: raw ? (body as string | Uint8Array<ArrayBuffer>) : JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, body: json && text ? JSON.parse(text) : text };
}
