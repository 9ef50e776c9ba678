import type { Language, Scenario, Text } from './schema.js';
import { type TaskKind, taskKindOf } from './schema/tasks/index.js';

/** What a learner may see of a scenario before earning anything. `T` is a text per language, or in one language. */
export interface PublicScenario<T = Text> {
  id: string;
  version: string;
  title: T;
  summary: T;
  difficulty: Scenario['difficulty'];
  /** Such as `90m`. */
  duration: string;
  languages: Language[];
  objectives: T[];
  mappings: Scenario['mappings'];
  tasks: PublicTask<T>[];
  nodes: PublicNode<T>[];
}

/** A task without its answer, its checks and its hints' texts. */
export interface PublicTask<T = Text> {
  id: string;
  title: T;
  description: T;
  points: number;
  /** Tasks that must be solved before. */
  requires: string[];
  /** How many answers a team may give; absent: any number. */
  attempts?: number;
  /** How it is solved. */
  kind: TaskKind;
  hints: { id: string; cost: number }[];
  /** The time that a team waits after a wrong answer, such as `30s`; absent: none. */
  cooldown?: string;
  /** Its solution may be revealed, at the price of all its points. */
  solution?: true;
  /** Of a task that people grade, what may be handed in and what is looked for. */
  manual?: PublicManual<T>;
}

/** What a team is told of how its work is graded. */
export interface PublicManual<T = Text> {
  /** Whether a text may be handed in. */
  text: boolean;
  /** How many files at a time, how big each, and how their names may end; absent: no files. */
  files?: { most: number; size: string; types: string[] };
  rubric: { id: string; title: T; points: number }[];
}

export interface PublicNode<T = Text> {
  id: string;
  title?: T;
  /** True when a learner may open a terminal on it. */
  terminal: boolean;
}

/**
 * What may be shown to a learner: no answers, checks, hints' texts, variables, files or addresses. With a language the
 * texts are in it, or, where one is missing, in the scenario's first.
 */
export function publicScenario(scenario: Scenario): PublicScenario;
export function publicScenario(scenario: Scenario, language: Language): PublicScenario<string>;
export function publicScenario(
  scenario: Scenario,
  language?: Language,
): PublicScenario | PublicScenario<string>;
export function publicScenario(
  scenario: Scenario,
  language?: Language,
): PublicScenario | PublicScenario<string> {
  if (language === undefined) return shown(scenario, (text) => ({ ...text }));
  return shown(scenario, (text) => textIn(text, [language, ...scenario.languages]));
}

/** A text in the first of the languages that it has, else the empty string. */
export function textIn(text: Text, languages: readonly Language[]): string {
  return languages.map((language) => text[language]).find((found) => found !== undefined) ?? '';
}

function shown<T>(scenario: Scenario, say: (text: Text) => T): PublicScenario<T> {
  return {
    id: scenario.id,
    version: scenario.version,
    title: say(scenario.title),
    summary: say(scenario.summary),
    difficulty: scenario.difficulty,
    duration: scenario.duration,
    languages: [...scenario.languages],
    objectives: scenario.objectives.map(say),
    mappings: structuredClone(scenario.mappings),
    tasks: scenario.tasks.map((task) => ({
      id: task.id,
      title: say(task.title),
      description: say(task.description),
      points: task.points,
      requires: [...task.requires],
      ...(task.attempts === undefined ? {} : { attempts: task.attempts }),
      kind: taskKindOf(task),
      hints: task.hints.map(({ id, cost }) => ({ id, cost })),
      ...(task.cooldown === undefined ? {} : { cooldown: task.cooldown }),
      ...(task.solution ? { solution: true as const } : {}),
      ...(task.manual ? { manual: shownManual(task.manual, say) } : {}),
    })),
    nodes: Object.entries(scenario.nodes).map(([id, node]) => ({
      id,
      ...(node.title ? { title: say(node.title) } : {}),
      terminal: node.terminal !== undefined,
    })),
  };
}

/** What earns how much is said to those who grade alone. */
const shownManual = <T>(
  { text, files, rubric }: NonNullable<Scenario['tasks'][number]['manual']>,
  say: (text: Text) => T,
): PublicManual<T> => ({
  text,
  ...(files ? { files: { ...files, types: [...files.types] } } : {}),
  rubric: rubric.map(({ id, title, points }) => ({ id, title: say(title), points })),
});
