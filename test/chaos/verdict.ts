import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import pg from 'pg';
import { evolve, initialState, readEvent, type ExerciseState } from '#exercise';
import { labelKeys } from '#range';
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
  const wanted = expected.filter(({ wish }) => wish !== 'gone');
  const stands = (range: string | undefined, wish: Wish) =>
    nodes.map((node) => `vocr-${range}-${node} ${wish === 'suspended' ? 'paused' : 'running'}`);
  const helpers = containers.filter(({ labels }) => labels[labelKeys.role]);
  const found = containers.filter(({ labels }) => !labels[labelKeys.role]);
  const wrong = [
    ...difference(
      'containers',
      wanted.flatMap(({ range, wish }) => stands(range, wish)),
      found.map(({ name, state }) => `${name} ${state}`),
    ),
    ...difference(
      'networks',
      wanted.flatMap(({ range }) => networks.map((network) => `vocr-${range}-${network}`)),
      nets.map(({ name }) => name),
    ),
  ];
  if (helpers.length !== 1 || helpers[0]?.state !== 'running') {
    wrong.push(
      `not one helper that runs: ${helpers.map(({ name, state }) => `${name} ${state}`).join(', ')}`,
    );
  }
  if (volumes.length !== 1) wrong.push(`not one volume: ${volumes.map(({ name }) => name).join(', ')}`);
  if (wrong.length || !helpers[0]) return wrong;
  const look = { command: ['ls', '/sys/class/net'], timeoutMs: 10_000 };
  const { stdout } = await own.engine.exec(helpers[0].id, look);
  const interfaces = stdout.trim().split('\n');
  const bridges = interfaces
    .filter((name) => /^rng-[a-z0-9]{9,}$/.test(name))
    .map((name) => name.slice(4, 12));
  const ranges = wanted.map(({ range }) => range ?? '?');
  wrong.push(...difference('bridges', ranges, bridges));
  const ports = interfaces.filter((name) => /^(veth|rng-[a-z0-9]{8}[A-Z])/.test(name));
  if (ports.length !== ranges.length * nodes.length) {
    wrong.push(`${ranges.length * nodes.length} ports of nodes are wanted, there are: ${ports.join(', ')}`);
  }
  return wrong;
}

/** Processes in the helper that serve no living worker. */
export async function leftInHelper({ own, label }: Arena): Promise<string[]> {
  const [helper] = await own.engine.containers.list([label, labelKeys.role]);
  if (!helper) return ['there is no helper'];
  const { stdout } = await own.engine.exec(helper.id, { command: ['sh', '-c', listOwn], timeoutMs: 10_000 });
  const found = stdout.split('\n').filter(Boolean);
  for (const serving of ['/sbin/docker-init', 'sleep infinity', 'perl -e']) {
    const at = found.findIndex((line) => line.startsWith(serving));
    if (at >= 0) found.splice(at, 1);
  }
  return found.map((line) => `the helper holds a process of nobody: ${line}`);
}

/** The helper sees all processes of its engine; its own are in its control group. The shell that looks is none of them. */
const listOwn = `me=$(cat /proc/self/cgroup)
for process in /proc/[0-9]*; do
  [ "$(cat $process/cgroup 2>/dev/null)" = "$me" ] || continue
  line=$(tr '\\0\\n' '  ' <$process/cmdline | cut -c1-40)
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
