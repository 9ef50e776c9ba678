import { accept, refuse, type Command, type Decision, type Order, type Setting } from './commands.js';
import { noTeam } from './decide-range.js';
import { isWanted, rangeOf, teamOf, type ExerciseState, type RangeState } from './state.js';

type Of<T extends Command['type']> = Extract<Order, { type: T }>;

/** Has a network of a range from now on travel as the link says, instead of as the scenario does. */
export function setLink(state: ExerciseState, order: Of<'set-link'>, setting: Setting): Decision {
  const range = wanted(state, order, setting);
  if ('ok' in range) return range;
  const { network, link } = order;
  const before = range.links?.[network];
  if (before && JSON.stringify(canonical(before)) === JSON.stringify(canonical(link))) return accept();
  return accept({ type: 'link.changed', team: range.team, range: range.id, payload: { network, link } });
}

/** Begins or ends to keep what passes in a network. Asking for what is so already changes nothing. */
export function setCapture(state: ExerciseState, order: Of<'set-capture'>, setting: Setting): Decision {
  const range = wanted(state, order, setting);
  if ('ok' in range) return range;
  const { network, on } = order;
  if ((range.captures ?? []).includes(network) === on) return accept();
  const at = { team: range.team, range: range.id, payload: { network } };
  return accept(on ? { type: 'capture.started', ...at } : { type: 'capture.stopped', ...at });
}

const canonical = ({ delay, loss, rate }: Of<'set-link'>['link']) => [delay, loss, rate];

/** The team's range when it is to exist and has the network; else why not. */
function wanted(
  state: ExerciseState,
  { team, network }: { team: string; network: string },
  { scenario }: Setting,
): RangeState | Decision {
  if (!teamOf(state, team)) return noTeam(team);
  const range = rangeOf(state, team);
  if (!range) return refuse('range-unknown', 'This team has no range yet.');
  if (!isWanted(range)) return refuse('range-not-ready', `The range is ${range.status}; start it first.`);
  if (!Object.hasOwn(scenario.networks, network)) {
    return refuse('network-unknown', `There is no network ${network} in this scenario.`);
  }
  return range;
}
