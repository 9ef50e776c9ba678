import { isRight, revisionOf, type Setting } from '#exercise';
import type { Scenario, Task, TaskAnswer } from '#scenario';

/** A task of the rules, with what the fold asks of it again and again. */
export interface TaskRule {
  task: Task;
  /** A revision declared the task void: no one earns or pays anything for it. */
  isVoid: boolean;
  /** Whether an answer of a team is right; never for a task that takes none. */
  judges: (answer: string, team: string, rules: Setting) => boolean;
}

const known = new WeakMap<Scenario, ReadonlyMap<string, TaskRule>>();

/** The rule of the task with this id; undefined when the rules have no such task. */
export function ruleOf({ scenario }: Setting, id: string): TaskRule | undefined {
  let all = known.get(scenario);
  if (!all) {
    all = new Map(scenario.tasks.map((task) => [task.id, ruleFor(task, scenario)]));
    known.set(scenario, all);
  }
  return all.get(id);
}

function ruleFor(task: Task, scenario: Scenario): TaskRule {
  const judge = (answer: string, team: string, rules: Setting) => isRight(answer, task, rules.values(team));
  const isSame = task.answer !== undefined && !isOfTeam(task.answer);
  return {
    task,
    isVoid: revisionOf(scenario, task.id)?.void === true,
    judges: isSame ? remembering(judge) : judge,
  };
}

/** Whether what is right may differ from team to team. */
const isOfTeam = (rule: TaskAnswer): boolean => JSON.stringify(rule).includes('{{');

/** How many answers to a task are remembered, and how long one of them may be: what is typed at random is of no use again. */
const mostRemembered = 1_000;
const longestRemembered = 200;

/** Most of a contest's answers are given by many teams: the same flag, the same mistake. */
function remembering(judge: TaskRule['judges']): TaskRule['judges'] {
  const verdicts = new Map<string, boolean>();
  return (answer, team, rules) => {
    const before = verdicts.get(answer);
    if (before !== undefined) return before;
    const verdict = judge(answer, team, rules);
    if (answer.length > longestRemembered) return verdict;
    if (verdicts.size >= mostRemembered) verdicts.clear();
    verdicts.set(answer, verdict);
    return verdict;
  };
}
