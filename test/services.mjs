// What tests need beside Node: an engine with the base image, PostgreSQL, Redis, Chromium. Each is started when the first suite
// asks for it, with the launcher's own code, and ended after the last.
import { connect } from 'node:net';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { supervise } from '../dist/apps/cli/processes/children.js';
import { ensureEngine } from '../dist/apps/cli/engine/ensure-engine.js';
import { ensureBaseImage } from '../dist/apps/cli/engine/base-image.js';
import { LogFile } from '../dist/apps/cli/processes/log-file.js';
import { stopOwnEngine } from '../dist/apps/cli/engine/own-engine.js';
import { findProgram, hasSystemd, installPackages } from '../dist/apps/cli/machine/packages.js';
import { anyFreePort } from '../dist/apps/cli/machine/port.js';
import { startPostgres } from '../dist/apps/cli/postgres/postgres.js';
import { Problem } from '../dist/apps/cli/reporting/problem.js';
import { noteEngine } from '../dist/apps/cli/installation/records.js';
import { runLogged } from '../dist/apps/cli/processes/run-logged.js';
import { progressDisplay, Steps } from '../dist/apps/cli/reporting/steps.js';
import { readConfig } from '../dist/libs/config/index.js';
import { connectEngine, labelKeys } from '../dist/libs/range/index.js';

/** Settings of a real installation that tests must never see. */
const isInstallations = (name) => name.startsWith('VOCR_') || name === 'DATABASE_URL' || name === 'REDIS_URL';
const testEnvironment = () =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !isInstallations(name)));

export class Services {
  #steps = new Steps(progressDisplay(process.stdout));
  #provided = {};
  #stops = [];
  #before = undefined;

  constructor(folder) {
    this.folder = folder;
    this.logs = join(folder, 'logs');
    mkdirSync(this.logs);
    this.where = readConfig(testEnvironment()).engine;
    this.docker = connectEngine(this.where);
  }

  /** Starts what is needed and not there yet. Returns the environment for the tests. */
  async provide(needs) {
    for (const need of needs) this.#provided[need] ??= await this[need]();
    return Object.assign(testEnvironment(), ...Object.values(this.#provided));
  }

  /** Everything of VOCR's on the engine that was not there before the tests. */
  async leftBehind() {
    if (!this.#before) return [];
    const after = await listOurs(this.docker);
    return [...after].filter(([id]) => !this.#before.has(id)).map(([, name]) => name);
  }

  /** Ends what was started, the last first. */
  async stop() {
    for (let next = this.#stops.pop(); next; next = this.#stops.pop()) await next();
  }

  async engine() {
    await this.#steps.step('Docker Engine for the tests', async (say) => {
      const onStarted = async (engine) => {
        await noteEngine(this.folder, engine);
        this.#stops.push(() => stopOwnEngine(this.folder, this.docker, say));
      };
      const isNamed = this.where.host !== undefined;
      const { version } = await ensureEngine({
        engine: this.docker,
        isNamed,
        logs: this.logs,
        say,
        onStarted,
      });
      say(`${version} at ${this.docker.address}`);
    });
    if (!findProgram('openssl')) {
      const log = join(this.logs, 'apt.log');
      const purpose = 'The tests of an engine behind TLS need openssl';
      await this.#steps.step('openssl', (say) => installPackages(['openssl'], purpose, log, say));
    }
    await this.#steps.step('Base image', (say) => ensureBaseImage(this.docker, this.logs, say));
    this.#before = await listOurs(this.docker);
    return {};
  }

  async database() {
    return this.#steps.step('PostgreSQL for the tests', async () => {
      const postgres = await startPostgres({
        home: join(this.folder, 'postgres'),
        logs: this.logs,
        database: 'postgres',
        durable: false,
        onDeath: ({ how }) => process.stdout.write(`! PostgreSQL for the tests ${how}\n`),
      });
      this.#stops.push(() => postgres.stop());
      return { VOCR_TEST_DATABASE_URL: postgres.url };
    });
  }

  async redis() {
    return this.#steps.step('Redis for the tests', async (say) => {
      if (!findProgram('redis-server')) {
        const log = join(this.logs, 'apt.log');
        await installPackages(['redis-server'], 'The tests need Redis', log, say);
        if (hasSystemd()) await runLogged('systemctl', ['disable', '--now', 'redis-server'], { log });
      }
      const port = await anyFreePort();
      const settings = {
        bind: '127.0.0.1',
        port,
        dir: this.folder,
        appendonly: 'yes',
        'maxmemory-policy': 'noeviction',
        databases: 1024,
      };
      const server = supervise(
        {
          name: 'Redis',
          command: findProgram('redis-server'),
          args: [
            ...Object.entries(settings).flatMap(([name, value]) => [`--${name}`, `${value}`]),
            '--save',
            '',
          ],
          env: process.env,
          cwd: this.folder,
          log: new LogFile(join(this.logs, 'redis.log')),
        },
        ({ how }) => process.stdout.write(`! Redis for the tests ${how}\n`),
      );
      this.#stops.push(() => server.stop());
      await untilListening(port, server);
      return { VOCR_TEST_REDIS_URL: `redis://127.0.0.1:${port}` };
    });
  }

  async chromium() {
    const find = () => ['chromium', 'chromium-browser', 'google-chrome'].map(findProgram).find(Boolean);
    return this.#steps.step('Chromium for the tests', async (say) => {
      if (!find()) {
        const packages = ['chromium', 'fonts-dejavu-core'];
        await installPackages(packages, 'The browser tests need Chromium', join(this.logs, 'apt.log'), say);
      }
      return { VOCR_TEST_CHROMIUM: find() };
    });
  }
}

/** Ids and names of all containers, networks and volumes that any installation of VOCR made. */
async function listOurs(engine) {
  const label = [labelKeys.installation];
  const [containers, networks, volumes] = await Promise.all([
    engine.containers.list(label),
    engine.networks.list(label),
    engine.volumes.list(label),
  ]);
  return new Map([
    ...containers.map(({ id, name }) => [id, `container ${name}`]),
    ...networks.map(({ id, name }) => [id, `network ${name}`]),
    ...volumes.map(({ name }) => [name, `volume ${name}`]),
  ]);
}

async function untilListening(port, server) {
  for (let tries = 0; tries < 100; tries++) {
    const there = await new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('close', () => resolve(false)).once('connect', () => socket.destroy());
    });
    if (there) return;
    await sleep(50);
  }
  throw new Problem('Redis does not listen.', { tail: server.tail(), log: server.log });
}
