import {
  attemptsLeft,
  clockAt,
  isFrozen,
  isWanted,
  servicesOf,
  taskOf,
  waitBeforeAnswer,
  type ExerciseState,
  type RangeState,
  type Setting,
  type TeamState,
  type Viewer,
} from '#exercise';
import { addressPlan, resolveAll, type Scenario } from '#scenario';
import type { Standing } from '#scoring';
import { scheduleView } from '../contract/schedule.js';
import type { Place } from '../platform/waiting-list.js';

/** Names of accounts, for those who may see them. */
export type Names = ReadonlyMap<string, string>;

/** An exercise as the viewer may see it. */
export function exerciseView(
  state: ExerciseState,
  viewer: Viewer,
  setting: Setting,
  board: readonly Standing[],
  names: Names,
  now: number,
  placeOf: (range: string) => Place | undefined,
) {
  const { scenario } = setting;
  const plan = addressPlan(scenario);
  const nodes = Object.keys(scenario.nodes).map((id) => ({
    id,
    addresses: (plan[id] ?? []).map(({ address }) => address),
  }));
  const scores = new Map(board.map((row) => [row.team, row.score]));
  const sees = (team: string) => viewer.staff || viewer.teams.includes(team);
  return {
    ...summaryView(state, scenario),
    seq: state.seq,
    clock: { ms: clockAt(state.clock, now), running: state.clock.running, speed: state.clock.speed },
    you: { staff: viewer.staff, teams: [...viewer.teams] },
    ...(state.schedule ? { schedule: scheduleView(state.schedule) } : {}),
    teams: Object.values(state.teams).map((team) => ({
      id: team.id,
      name: teamName(team, names),
      role: team.role,
      score: scores.get(team.id) ?? 0,
      ...(sees(team.id)
        ? {
            ...(team.bracket === undefined ? {} : { bracket: team.bracket }),
            ...(team.extension ? { extension: team.extension } : {}),
            members: team.members.map((m) => names.get(m) ?? m),
            tasks: progress(state, team, setting, now),
            services: servicesView(team, scenario),
          }
        : {}),
    })),
    ranges: Object.values(state.ranges)
      .filter((range) => sees(range.team))
      .map((range) => ({
        ...rangeView(range, nodes, viewer.staff, placeOf(range.id), isFrozen(state, range)),
        ...lifeView(range, now),
        ...(viewer.staff ? { networks: networksView(range, scenario) } : {}),
      })),
  };
}

export function summaryView(state: ExerciseState, scenario: Scenario) {
  return {
    id: state.id,
    state: state.phase,
    mode: state.mode,
    scenario: { id: state.scenario.id, version: state.scenario.version, title: scenario.title },
    createdAt: state.createdAt,
    owner: state.owner,
  };
}

/** An exercise in someone's list. @param isMine whether they play in it or lead it; else they may join */
export const listedView = (state: ExerciseState, scenario: Scenario, isMine: boolean) => ({
  ...summaryView(state, scenario),
  ...(isMine ? {} : { invited: true as const }),
  ...(state.phase === 'scheduled' && state.schedule?.opensAt !== undefined
    ? { opensAt: new Date(state.schedule.opensAt).toISOString() }
    : {}),
});

/** What a team is called: by its name, or a lone learner by their own. */
export const teamName = (team: TeamState, names: Names): string =>
  team.name ?? (team.members.map((m) => names.get(m) ?? m).join(', ') || team.id);

function rangeView(
  range: RangeState,
  nodes: { id: string; addresses: string[] }[],
  staff: boolean,
  place: Place | undefined,
  frozen: boolean,
) {
  return {
    id: range.id,
    state: frozen ? 'suspended' : range.status,
    ...(staff && range.host ? { host: range.host } : {}),
    teams: [range.team],
    nodes: nodes.map(({ id, addresses }) => ({ id, state: nodeState(range, id, frozen), addresses })),
    ...(range.status === 'requested' && place ? { queue: place } : {}),
    ...reasonView(range, frozen),
  };
}

/** The services that a team keeps up, and what the last tick said of each. */
const servicesView = ({ role, services }: TeamState, scenario: Scenario) =>
  servicesOf(scenario, role).map(([id, { title }]) => {
    const known = services?.by[id];
    return { id, title, ...(known?.is ? { state: known.is } : {}), ...(known ? { tick: known.tick } : {}) };
  });

/** How the networks of a range travel now, and which of them are captured: for those who lead. */
const networksView = ({ links, captures }: RangeState, { networks }: Scenario) =>
  Object.entries(networks).map(([id, { cidr, delay, loss, rate }]) => ({
    id,
    cidr,
    link: links?.[id] ?? { delay, loss, rate },
    captured: captures?.includes(id) ?? false,
  }));

/** How long a range still lives, for as long as it does; without a common clock, what is left counts. */
const lifeView = (range: RangeState, now: number) =>
  range.expiresAt === undefined || !isWanted(range)
    ? {}
    : {
        expiresAt: new Date(range.expiresAt).toISOString(),
        expiresIn: Math.max(0, range.expiresAt - now),
      };

/** Why a range is not well, or stands still though nobody suspended it. */
function reasonView({ status, reason }: RangeState, frozen: boolean) {
  if (frozen && status !== 'suspended') return { reason: 'exercise-paused' };
  return reason ? { reason } : {};
}

/** A node's state for people: those of a suspended range are frozen. */
function nodeState(range: RangeState, node: string, frozen: boolean) {
  const state = range.nodes[node] ?? 'gone';
  return frozen && state !== 'gone' ? 'suspended' : state;
}

function progress(state: ExerciseState, team: TeamState, { scenario, values }: Setting, now: number) {
  return scenario.tasks.map((task) => {
    const { solved, attempts, hints, solution, hold } = taskOf(team, task.id);
    const wait = solved ? 0 : waitBeforeAnswer(state, team.id, task, now);
    const left = attemptsLeft(state, team.id, task);
    return {
      id: task.id,
      solved,
      open: task.requires.every((other) => taskOf(team, other).solved),
      attempts,
      ...(left === undefined ? {} : { attemptsLeft: left }),
      ...(wait > 0 ? { retryAfter: wait } : {}),
      ...(hold && task.hold && !solved
        ? { held: { ticks: hold.ticks, of: task.hold.ticks, ...(hold.unclear ? { unclear: true } : {}) } }
        : {}),
      ...observedView(team, task),
      ...(solution && task.solution ? { solution: resolveAll(task.solution, values(team.id)) } : {}),
      hints: task.hints
        .filter(({ id }) => hints.includes(id))
        .map(({ id, text, cost }) => ({ id, cost, text: resolveAll(text, values(team.id)) })),
    };
  });
}

/** How much of what a task wants to see was seen. */
function observedView(team: TeamState, { id, observe }: Scenario['tasks'][number]) {
  if (!observe || observe.actions.length === 0) return {};
  const of = observe.atLeast ?? observe.actions.length;
  const { solved, observed } = taskOf(team, id);
  const seen = solved ? of : Math.min(of, Object.keys(observed?.seen ?? {}).length);
  return { observed: { seen, of } };
}
