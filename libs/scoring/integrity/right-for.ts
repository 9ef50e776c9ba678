import { answerForm, isRight, rightForms, type Setting } from '#exercise';
import type { Task, TaskAnswer } from '#scenario';

/** Whether an answer is right for any of some teams. */
export type RightFor = (answer: string, teams: readonly string[]) => boolean;

/**
 * Whether answers are right for anyone, in whichever task. A report asks it of very many, of which nearly none is: what
 * would be right for any of all teams is therefore looked up first.
 */
export function rightInAny(rules: Setting, all: readonly string[]): RightFor {
  const judges = rules.scenario.tasks.flatMap((task) =>
    task.answer ? [rightIn(task, task.answer, rules, all)] : [],
  );
  return (answer, teams) => judges.some((judge) => judge(answer, teams));
}

function rightIn(task: Task, rule: TaskAnswer, { values }: Setting, all: readonly string[]): RightFor {
  const among: RightFor = (answer, teams) => teams.some((team) => isRight(answer, task, values(team)));
  if (rule.value === undefined && !rule.oneOf)
    return JSON.stringify(rule).includes('{{') ? among : (answer, [one]) => among(answer, [one!]);
  const forms = new Set(all.flatMap((team) => rightForms(rule, values(team))));
  return (answer, teams) => forms.has(answerForm(answer, rule)) && among(answer, teams);
}
