import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import pg from 'pg';
import { evolve, initialState, readEvent, type ExerciseState } from '#exercise';
import { bridgeName, ensureHelper, labelKeys, observe, portName, type Engine } from '#range';
import type { ExerciseView, Player } from '../support/player.js';
import type { Arena } from './arena.js';
import type { Records } from './records.js';
import type { Wish } from './schedule.js';

/** A range and how it is to stand on the engine. */
export interface Expected {
  learner: Player;
  wish: Wish;
  range: string | undefined;
}

const nodes = ['far', 'near'];
const networks = ['lan'];

/** What is wrong on the engine: missing, left over, twice, or not as wanted. Empty: nothing. */
export async function faultsOfEngine({ own, label }: Arena, expected: Expected[]): Promise<string[]> {
  const [containers, nets, volumes] = await Promise.all([
    own.engine.containers.list([label]),
    own.engine.networks.list([label]),
    own.engine.volumes.list([label]),
  ]);
  const helpers = containers.filter(({ labels }) => labels[labelKeys.role]);
  const wrong: string[] = [];
  if (helpers.length !== 1 || helpers[0]?.state !== 'running') {
    const found = helpers.map(({ name, state }) => `${name} ${state}`);
    wrong.push(`not one helper that runs: ${found.join(', ')}`);
  }
  if (volumes.length !== 1) wrong.push(`not one volume: ${volumes.map(({ name }) => name).join(', ')}`);
  if (wrong.length) return wrong;
  const look = { command: ['ls', '/sys/class/net'], timeoutMs: 10_000 };
  const interfaces = (await own.engine.exec(helpers[0]!.id, look)).stdout.split('\n');
  const found = [
    ...containers
      .filter(({ labels }) => !labels[labelKeys.role])
      .map(({ name, state }) => `${name} ${state}`),
    ...nets.map(({ name }) => name),
    ...interfaces.filter((name) => name.startsWith('rng-') || name.startsWith('veth')),
  ];
  const ready = expected.filter(({ wish }) => wish === 'ready').flatMap(({ range }) => whole(range ?? '?'));
  wrong.push(...difference('parts', ready, found));
  const frozen = expected.filter(({ wish }) => wish === 'suspended').map(({ range }) => range ?? '?');
  const ofFrozen = (line: string) => frozen.some((range) => line.includes(range));
  // What a crash has ended of a suspended range stays so until it is resumed; but nothing of it runs.
  return [
    ...wrong.flatMap((line) => withoutParts(line, ofFrozen)),
    ...(await Promise.all(frozen.map((range) => faultsOfFrozen(own.engine, label, range)))).flat(),
  ];
}

/** What there is of a range that is ready: nodes, networks, bridges, and the ports of its nodes. */
function whole(range: string): string[] {
  return [
    ...nodes.map((node) => `vocr-${range}-${node} running`),
    ...networks.map((network) => `vocr-${range}-${network}`),
    ...networks.map((_, index) => bridgeName(range, index)),
    ...nodes.map((_, index) => portName(range, index, 0)),
  ];
}

/** A line of `difference` without some of its parts; none when nothing is left. */
function withoutParts(line: string, isPart: (part: string) => boolean): string[] {
  const [what, list = ''] = line.split(': ');
  const left = list.split(', ').filter((part) => !isPart(part));
  return left.length ? [`${what}: ${left.join(', ')}`] : [];
}

/** Nodes of a suspended range whose own processes run, or that are there twice. */
async function faultsOfFrozen(engine: Engine, label: string, range: string): Promise<string[]> {
  const helper = await ensureHelper(engine, { installation: label.split('=')[1]! });
  const there = (await observe(engine, helper, range).finally(() => helper.close())).nodes;
  const twice = there.filter(({ name }, index) => there.findIndex((other) => other.name === name) !== index);
  return [...there.filter(({ state }) => ['running', 'dead'].includes(state)), ...twice].map(
    ({ name, state }) => `node ${name} of the suspended range ${range} is ${state}`,
  );
}

/** Processes in the helper that serve no living worker. */
export async function leftInHelper({ own, label }: Arena): Promise<string[]> {
  const [helper] = await own.engine.containers.list([label, labelKeys.role]);
  if (!helper) return ['there is no helper'];
  const { stdout } = await own.engine.exec(helper.id, { command: ['sh', '-c', listOwn], timeoutMs: 10_000 });
  const found = stdout.split('\n').filter(Boolean);
  for (const serving of ['/sbin/docker-init', '/usr/bin/perl /usr/local/sbin/output-governor', 'perl -e']) {
    const at = found.findIndex((line) => line.startsWith(serving));
    if (at >= 0) found.splice(at, 1);
  }
  return found.map((line) => `the helper holds a process of nobody: ${line}`);
}

/** The helper sees all processes of its engine; its own are in its control group. The shell that looks is none of them. */
const listOwn = `me=$(cat /proc/self/cgroup)
for process in /proc/[0-9]*; do
  [ "$(cat $process/cgroup 2>/dev/null)" = "$me" ] || continue
  line=$(tr '\\0\\n' '  ' <$process/cmdline | cut -c1-80)
  case $line in 'sh -c me='*|cat*|'') ;; *) echo "$line" ;; esac
done`;

/** What is wrong with what nodes of ready ranges say from inside; then the state of the network is put to the logs. */
export async function faultsInside(arena: Arena, expected: Expected[]): Promise<string[]> {
  const { own } = arena;
  const wrong: string[] = [];
  for (const { learner, range, wish } of expected) {
    if (wish !== 'ready') continue;
    const greeting = await own.engine.exec(`vocr-${range}-near`, {
      command: ['timeout', '5', 'bash', '-c', 'cat </dev/tcp/192.168.56.20/7000'],
      timeoutMs: 10_000,
    });
    const answer = greeting.stdout.trim();
    const verdict = await learner.answer('greet', answer).catch((error: Error) => error.message);
    const typed = await learner.run('near', 'echo typed').catch((error: Error) => error.message);
    if (!/^typed\s*$/m.test(typed)) wrong.push(`the terminal of ${range} says ${JSON.stringify(typed)}`);
    if (typeof verdict === 'string' ? !/solved/.test(verdict) : !verdict.correct) {
      wrong.push(
        `${range} says ${JSON.stringify(answer)}${greeting.stderr}, which is judged ${JSON.stringify(verdict)}`,
      );
    }
  }
  if (wrong.length) await noteNetwork(arena);
  return wrong;
}

/** Puts what decides where frames go into the installation's logs. */
async function noteNetwork({ own, label, product }: Arena): Promise<void> {
  const [helper] = await own.engine.containers.list([label, labelKeys.role]);
  const command = [
    'sh',
    '-c',
    'iptables-save -c; nft list ruleset; ip -d link; bridge link; bridge fdb; sysctl net.bridge',
  ];
  const seen = helper && (await own.engine.exec(helper.id, { command, timeoutMs: 10_000 }));
  await writeFile(
    join(product.data, 'logs', 'network.log'),
    seen ? seen.stdout + seen.stderr : 'there is no helper',
  );
}

/** What is wrong with the log: holes, what was acknowledged and is not there, or a fold that says otherwise. */
export async function faultsOfLog(arena: Arena, records: Records): Promise<string[]> {
  const wrong = [...records.contradictions];
  const { teacher, product } = arena;
  const told = await records.look();
  const view = await teacher.view();
  if (told.some(({ seq }, index) => seq !== index + 1)) wrong.push('the API shows a log with holes');
  if (told.length !== view.seq) wrong.push(`the API shows ${told.length} events and says seq ${view.seq}`);
  for (const [answer, became] of records.answers) {
    const times = told.filter(
      ({ type, payload }) => type === 'answer.submitted' && payload['answer'] === answer,
    );
    const right = {
      acknowledged: times.length === 1,
      refused: times.length === 0,
      unknown: times.length <= 1,
    };
    if (!right[became]) wrong.push(`answer "${answer}", ${became}, is in the log ${times.length} times`);
  }
  const { state, rows } = await fold(product.databaseUrl, teacher.exercise);
  if (state.seq !== view.seq) wrong.push(`the log folds to seq ${state.seq}, the API says ${view.seq}`);
  const ofFold = Object.values(state.ranges).map(({ id, status }) => `${id} ${status}`);
  wrong.push(
    ...difference(
      'ranges of the view',
      ofFold,
      view.ranges.map((range) => `${range.id} ${range.state}`),
    ),
  );
  wrong.push(
    ...difference(
      'rows of ranges',
      ofFold,
      rows.map((row) => `${row.id} ${row.status}`),
    ),
  );
  wrong.push(...nodesOf(state, view));
  return wrong;
}

function nodesOf(state: ExerciseState, view: ExerciseView): string[] {
  return view.ranges.flatMap((range) => {
    const nodeStates = Object.fromEntries(range.nodes.map((node) => [node.id, node.state]));
    const folded = state.ranges[range.id]?.nodes ?? {};
    return range.state !== 'ready' || isDeepStrictEqual(nodeStates, { ...folded })
      ? []
      : [
          `nodes of ${range.id}: the view says ${JSON.stringify(nodeStates)}, the log ${JSON.stringify(folded)}`,
        ];
  });
}

/** Folds the log as it is stored, from its first event. */
async function fold(databaseUrl: string, exercise: string) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows: events } = await client.query<Record<string, unknown>>(
      'SELECT * FROM events WHERE exercise = $1 ORDER BY seq',
      [exercise],
    );
    const { rows } = await client.query<{ id: string; status: string }>(
      'SELECT id, status FROM ranges WHERE exercise = $1',
      [exercise],
    );
    const state = events
      .map(({ team, range, ...row }) =>
        readEvent({
          ...row,
          at: Number(row['at']),
          clock: Number(row['clock']),
          ...(team === null ? {} : { team }),
          ...(range === null ? {} : { range }),
        } as Parameters<typeof readEvent>[0]),
      )
      .reduce(evolve, initialState(exercise));
    return { state, rows };
  } finally {
    await client.end();
  }
}

/** What one list has and the other lacks, or has more often. */
function difference(what: string, wanted: string[], found: string[]): string[] {
  const left = [...found];
  const missing = wanted.filter((one) => {
    const at = left.indexOf(one);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return [
    ...(missing.length ? [`${what} missing: ${missing.join(', ')}`] : []),
    ...(left.length ? [`${what} too many: ${left.join(', ')}`] : []),
  ];
}
