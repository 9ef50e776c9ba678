import { ConfigError, readConfig } from '#config';
import { WakeUp, openQueues, type Attempt, type JobData } from '#messaging';
import {
  ExerciseLog,
  InvalidPolicy,
  PoolLog,
  ScenarioPacks,
  findFolder,
  loadPolicy,
  migrate,
  openDatabase,
  readSettings,
} from '#persistence';
import { EngineError, Images, RangeWatcher, openTerminal } from '#range';
import { join } from 'node:path';
import { Captures } from './captures.js';
import { Checker } from './check.js';
import { Host, type Say } from './host.js';
import { ImageKeeper } from './image-keeper.js';
import { CommandSource } from './observe/command-source.js';
import { Observer } from './observe/observer.js';
import { RangeWatches } from './observe/range-watches.js';
import { Probing } from './probing.js';
import { ReadyShells } from './ready-shells.js';
import { Reconciler } from './reconcile.js';
import { Terminals } from './terminals.js';
import { Ticker } from './ticker.js';
import { Turns } from './turns.js';
import { Upkeep } from './upkeep.js';
import { WarmUpkeep } from './warm-upkeep.js';
import { WarmRanges } from './warm.js';

/** Claims carried out at once; each holds a connection to the database for its range's lock, and needs others beside. */
const claimsAtOnce = 16;
/** Teams whose ticks are asked at once: those who wait for a check of theirs come first. */
const ticksAtOnce = 8;
/** Wall time after a claim at which its range is looked at as a whole, ms. */
const lookAfterClaim = 3_000;

const say: Say = (level, text) =>
  console[level](`${new Date().toISOString()} ${level.toUpperCase()} ${text}`);

/** Puts the worker together and runs it until a signal ends it. */
async function run(): Promise<void> {
  const config = readConfig(process.env);
  if (!config.databaseUrl)
    throw new ConfigError('DATABASE_URL is not set: start with `npm start`, which sets it.');
  await migrate(config.databaseUrl);
  // Every range at work holds a connection for its lock and needs others for its events.
  const db = await openDatabase(config.databaseUrl, config.concurrency + claimsAtOnce + 10);
  const { installation, secret } = await readSettings(db);
  const policy = await loadPolicy(config.policy);
  const packs = new ScenarioPacks(db, policy);
  const wakeUp = new WakeUp(config.databaseUrl, (error) => say('error', `wake-ups: ${error.message}`));
  const log = new ExerciseLog(db, packs, (exercise, _events, state) => wakeUp.announce(exercise, state.seq));
  const queues = openQueues(
    { databaseUrl: config.databaseUrl, redisUrl: config.redisUrl },
    `vocr-${installation}`,
    (error, about) => say('error', `${about}: ${error.message}`),
  );
  const means = { pools: config.addressPool.split(','), slots: config.concurrency };
  const host = new Host(installation, config.engine, means, say, async (status) => {
    await db.query(
      `INSERT INTO hosts (name, seen_at, status) VALUES ($1, now(), $2)
       ON CONFLICT (name) DO UPDATE SET seen_at = now(), status = $2`,
      [config.host, JSON.stringify(status)],
    );
  });
  const images = new Images(host.engine, {
    platform: (name) => findFolder(join(config.images, name)),
    network: policy.builds.network,
    freeDisk: async () => host.status.capacity?.disk.free,
  });
  const settings = { actor: `worker:${config.host}`, pool: config.addressPool, policy, installation, secret };
  const reconciler = new Reconciler(host, images, log, packs, db, wakeUp, settings, say);
  const probing = new Probing(host, installation);
  const checker = new Checker(probing, log, settings.actor);
  const ticker = new Ticker(config.host, db, log, probing, checker, new Turns(ticksAtOnce), say);
  const shells = new ReadyShells((request) => openTerminal(host.engine, request), say);
  const observer = new Observer(log, settings.actor, say);
  const commands = new CommandSource(observer, say);
  const terminals = new Terminals(host, log, shells, commands, settings, say);
  const watcher = new RangeWatcher({
    engine: host.engine,
    helper: () => host.helper(),
    say: (trouble) => say('error', trouble),
  });
  const watches = new RangeWatches(config.host, db, log, watcher, observer, say);
  const captures = new Captures(host, log, { ...settings, captures: config.captures }, say);
  const upkeep = new Upkeep(host, config.host, installation, config.sweepGrace, db, log, queues, say);

  const pools = new PoolLog(db);
  const place = { ...settings, host: config.host };
  const warm = new WarmRanges(host, images, log, pools, packs, db, shells, commands, place, say);
  const warmUpkeep = new WarmUpkeep(host, config.host, installation, db, warm, queues, say);
  upkeep.others = (range) => warmUpkeep.wake(range);

  await host.start();
  const reconcile = async (data: JobData<'reconcile'>, attempt: Attempt) => {
    upkeep.taken(data.range);
    const wait = await reconciler.run(data, attempt);
    await captures.look(data);
    if (wait !== undefined) upkeep.sendLater(data.exercise, data.range, wait);
  };
  const claims = new Turns(claimsAtOnce);
  const claim = async (data: JobData<'claim'>, attempt: Attempt) => {
    const isDone = await warm.release(data).catch((error: Error) => {
      say('warn', `claimed range ${data.range} goes the long way: ${error.message}`);
      return false;
    });
    // All that was known is done; what is not known, such as a node that ended just now, is looked at in peace.
    if (isDone) upkeep.sendLater(data.exercise, data.range, lookAfterClaim);
    else await reconcile(data, attempt);
  };
  const keeper = new ImageKeeper(host, images, packs, say);
  keeper.start();
  await queues.serve(
    {
      reconcile,
      claim: (data, attempt) => claims.take(() => claim(data, attempt)),
      warm: (data) => warm.run(data),
      check: (data) => checker.run(data),
      terminal: (data) => terminals.run(data),
      capture: (data) => captures.run(data),
    },
    {
      host: config.host,
      concurrency: { ranges: config.concurrency, prompt: 32 },
      onError: (error, about) => say('error', `${about}: ${error.message}`),
    },
  );
  await upkeep.start();
  await warmUpkeep.start();
  ticker.start();
  watches.start();
  say('info', `worker of host ${config.host} takes jobs`);

  const end = async (signal: string) => {
    say('info', `${signal}: ending`);
    upkeep.stop();
    warmUpkeep.stop();
    ticker.stop();
    keeper.stop();
    host.stop();
    terminals.close();
    shells.close();
    reconciler.stop();
    warm.stop();
    await watches.stop();
    await queues.close();
    await wakeUp.close();
    await db.destroy();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      end(signal).catch((error: Error) => {
        say('error', `ending: ${error.message}`);
        process.exit(1);
      });
    });
  }
}

run().catch((error: unknown) => {
  const isTold =
    error instanceof ConfigError || error instanceof InvalidPolicy || error instanceof EngineError;
  say('error', isTold ? error.message : String((error as Error).stack ?? error));
  process.exit(1);
});
