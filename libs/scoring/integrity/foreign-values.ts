import { answerForm, isRight, type Setting } from '#exercise';
import { resolveText, type Task, type TaskAnswer } from '#scenario';
import { clockText, titleIn, type IntegrityFinding, type NameOf } from './finding.js';
import type { Given, IntegrityFacts } from './facts.js';

/** Teams that submitted what is right for another team alone. */
export function* foreignValues(
  facts: IntegrityFacts,
  { scenario, values }: Setting,
  name: NameOf,
): Iterable<IntegrityFinding> {
  for (const task of scenario.tasks) {
    if (!task.answer) continue;
    const templates = wantedOf(task.answer).filter((text) => isTelling(text, scenario.variables));
    if (templates.length === 0) continue;
    const owners = ownersOf(templates, task.answer, [...facts.teams.keys()], values);
    const told = new Set<string>();
    for (const given of facts.answers.get(task.id) ?? []) {
      const keys = namedIn(given.answer, task.answer);
      for (const owner of new Set(keys.map((key) => owners.get(key)))) {
        if (owner === undefined || owner === null || owner === given.team) continue;
        const pair = `${given.team}/${owner}`;
        if (told.has(pair) || isRight(given.answer, task, values(given.team))) continue;
        told.add(pair);
        yield finding(given, owner, task, facts, name);
      }
    }
  }
}

function finding(
  { team, seq, clock }: Given,
  owner: string,
  task: Task,
  facts: IntegrityFacts,
  name: NameOf,
): IntegrityFinding {
  const solved = facts.solves.get(owner)?.get(task.id);
  const before = solved && solved.seq < seq ? solved : undefined;
  const at = clockText(clock);
  return {
    kind: 'foreign-value',
    teams: [team, owner],
    task: task.id,
    seqs: before ? [before.seq, seq] : [seq],
    evidence: {
      en:
        `${name(team)} submitted to “${titleIn(task, 'en')}” the value that belongs to ${name(owner)} alone ` +
        `(event ${seq}, at ${at}). ${name(owner)} had ` +
        (before
          ? `solved it before that (event ${before.seq}, at ${clockText(before.clock)}).`
          : 'not solved it by then.'),
      vi:
        `${name(team)} đã nộp cho “${titleIn(task, 'vi')}” giá trị chỉ thuộc về ${name(owner)} ` +
        `(sự kiện ${seq}, lúc ${at}). ` +
        (before
          ? `${name(owner)} đã giải bài này trước đó (sự kiện ${before.seq}, lúc ${clockText(before.clock)}).`
          : `Lúc đó ${name(owner)} chưa giải bài này.`),
    },
  };
}

const wantedOf = ({ value, oneOf, severalOf, number }: TaskAnswer): string[] => [
  ...(value === undefined ? [] : [value]),
  ...(oneOf ?? []),
  ...(severalOf?.values ?? []),
  ...(number ? [number.value] : []),
];

/** Whether a value of another team is worth telling: one of a few choices is hit by guessing as well. */
function isTelling(template: string, variables: Setting['scenario']['variables']): boolean {
  return [...template.matchAll(/\{\{\s*([^\s{}]+)\s*\}\}/g)].some(([, named]) => {
    const variable = Object.hasOwn(variables, named!) ? variables[named!] : undefined;
    return variable !== undefined && variable.type !== 'choice';
  });
}

/** By the form of a value, whose it is; null for one that several teams have. */
function ownersOf(
  templates: readonly string[],
  rule: TaskAnswer,
  teams: readonly string[],
  values: Setting['values'],
): Map<string, string | null> {
  const owners = new Map<string, string | null>();
  for (const team of teams) {
    for (const key of new Set(templates.map((text) => keyOf(resolveText(text, values(team)), rule)))) {
      owners.set(key, owners.has(key) ? null : team);
    }
  }
  return owners;
}

const namedIn = (answer: string, rule: TaskAnswer): string[] =>
  (rule.severalOf ? answer.split(/[,\n\r]/) : [answer]).map((text) => keyOf(text, rule));

const keyOf = (text: string, rule: TaskAnswer): string =>
  rule.number ? String(Number(text.trim() || NaN)) : answerForm(text, rule);
