import { answerForm, type Setting } from '#exercise';
import type { Task } from '#scenario';
import { clockText, titleIn, type IntegrityFinding, type NameOf } from './finding.js';
import type { Given, IntegrityFacts } from './facts.js';
import { rightInAny, type RightFor } from './right-for.js';

/** Exercise milliseconds within which teams must have given the same wrong answer. */
export const sameWithin = 30 * 60_000;
/** Fewest characters, without spaces, of an answer that is odd enough: shorter ones are hit by chance. */
export const oddLength = 8;
/** A wrong answer that more than this part of all teams give is a common mistake. */
export const rarePart = 0.1;

/** Teams that gave the same odd wrong answer, which few others gave, within a short time. */
export function* sameWrong(facts: IntegrityFacts, rules: Setting, name: NameOf): Iterable<IntegrityFinding> {
  const isRightForAny = rightInAny(rules, [...facts.teams.keys()]);
  const mostTeams = Math.max(2, Math.floor(facts.teams.size * rarePart));
  for (const task of rules.scenario.tasks) {
    for (const group of wrongGroups(facts, task)) {
      if (group.length < 2 || group.length > mostTeams) continue;
      const close = group.filter((given) =>
        group.some((other) => other !== given && Math.abs(other.clock - given.clock) <= sameWithin),
      );
      if (close.length < 2 || isExplained(close, isRightForAny)) continue;
      yield finding(close, task, name);
    }
  }
}

/** Per odd answer to a task the first time that each team gave it, in order. */
function wrongGroups(facts: IntegrityFacts, task: Task): Iterable<Given[]> {
  const groups = new Map<string, Map<string, Given>>();
  for (const given of facts.answers.get(task.id) ?? []) {
    const form = answerForm(given.answer, { caseSensitive: false, normalise: ['spaces'] });
    if (form.length < oddLength) continue;
    const group = groups.get(form) ?? new Map<string, Given>();
    groups.set(form, group);
    if (!group.has(given.team)) group.set(given.team, given);
  }
  return [...groups.values()].map((group) => [...group.values()]);
}

/** It is right for one of them, is another task's answer in the wrong place, or one of their values: told otherwise, or innocent. */
function isExplained(group: Given[], isRightForAny: RightFor): boolean {
  const teams = group.map(({ team }) => team);
  return [...new Set(group.map(({ answer }) => answer))].some((answer) => isRightForAny(answer, teams));
}

function finding(group: Given[], task: Task, name: NameOf): IntegrityFinding {
  const list = group.map(({ team, seq, clock }) => ({ team: name(team), seq, at: clockText(clock) }));
  const en = list.map(({ team, seq, at }) => `${team} (event ${seq}, at ${at})`).join(', ');
  const vi = list.map(({ team, seq, at }) => `${team} (sự kiện ${seq}, lúc ${at})`).join(', ');
  return {
    kind: 'same-wrong',
    teams: group.map(({ team }) => team),
    task: task.id,
    seqs: group.map(({ seq }) => seq),
    evidence: {
      en: `The same odd wrong answer to “${titleIn(task, 'en')}”, which few others gave: ${en}.`,
      vi: `Cùng một câu trả lời sai lạ cho “${titleIn(task, 'vi')}” mà ít đội khác đưa ra: ${vi}.`,
    },
  };
}
