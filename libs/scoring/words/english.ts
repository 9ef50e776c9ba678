import type { Dictionary } from './dictionary.js';

const places = ['first', 'second', 'third'];
const states = { up: 'up', degraded: 'degraded', down: 'down' };
const count = (n: number, one: string) => `${n} ${one}${n === 1 ? '' : 's'}`;

export const english: Dictionary = {
  answer: (task) => `Right answer to “${task}”`,
  check: (task) => `The check of “${task}” passed`,
  checkPart: (task, shares) => `Part of the check of “${task}” passed (${shares})`,
  observed: (task) => `“${task}” was seen to be done`,
  grade: (task, shares, submission) => `Grade for “${task}” (${shares}), handed in by event ${submission}`,
  timeBonus: (task, at) => `Bonus for solving “${task}” early, after ${at}`,
  firstBlood: (task, place) => `Bonus for solving “${task}” as the ${places[place - 1] ?? `${place}th`} team`,
  hint: (task, hint) => `Hint “${hint}” to “${task}”`,
  solution: (task) => `Solution of “${task}” revealed; the task earns nothing more`,
  service: (service, state, tick) => `“${service}” was ${states[state]} at tick ${tick}`,
  sla: (service, percent, target) =>
    `“${service}” was up in ${percent} % of its ticks; ${target} % were agreed`,
  adjusted: (note) => `Changed by staff: ${note}`,
  about: (task) => `about “${task}”`,
  points: (points) => `${points} ${points === '+1' || points === '−1' ? 'point' : 'points'}`,
  decayed: (value, full, solves) => `worth ${value} of ${full} now that ${count(solves, 'team')} solved it`,
  late: (by, percent) => `${by} after the deadline: −${percent} %`,
  isVoid: 'the task is void: no one earns or pays anything for it',
  bought: 'its solution had been revealed before, so it earns nothing more',
  assumed: 'the probe could not tell, so the last known state counts',
  evidence: (sources, isForgeable, seen) =>
    `seen by ${sources}, ${isForgeable ? 'which the trainee could forge' : 'strong evidence'}: ${seen}`,
  event: (seq, at) => `event ${seq}, at ${at}`,
  hours: (n) => `${n} h`,
  minutes: (n) => `${n} min`,
  seconds: (n) => `${n} s`,
};
