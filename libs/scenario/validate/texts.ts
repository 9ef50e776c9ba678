import { type Path, pathText } from '../path.js';
import type { Finding } from '../problem.js';
import type { Text } from '../schema.js';
import type { Subject } from './subject.js';

/** Every text and the brief in every language that the scenario declares, and in no other. */
export function* texts({ scenario, files, texts: read, lost }: Subject): Iterable<Finding> {
  if (lost.some(([first]) => first === 'languages')) return;
  const { languages } = scenario;
  for (const { path, text } of everyText(scenario)) {
    for (const language of languages) {
      if (!text[language]?.trim())
        yield { path, message: `${pathText(path)} has no text in ${language}`, mend: `add ${language}: …` };
    }
    for (const language of Object.keys(text)) {
      if (languages.some((declared) => declared === language)) continue;
      const mend = `add ${language} to languages, or drop this text`;
      yield {
        path: [...path, language],
        onKey: true,
        severity: 'warning',
        message: `${language} is not a declared language`,
        mend,
      };
    }
  }
  for (const [index, language] of languages.entries()) {
    const file = `brief.${language}.md`;
    if (!files.has(file))
      yield { path: ['languages', index], message: `there is no ${file}`, mend: `write ${file}` };
    else if (read.get(file)?.trim() === '')
      yield { file, message: 'is empty', mend: 'tell the story, the task and the rules' };
  }
  for (const file of files.keys()) {
    const language = /^brief\.([^/]*)\.md$/.exec(file)?.[1];
    if (language === undefined || languages.some((declared) => declared === language)) continue;
    yield {
      file,
      severity: 'warning',
      message: `${language} is not a declared language`,
      mend: 'add it to languages',
    };
  }
}

function* everyText(scenario: Subject['scenario']): Iterable<{ path: Path; text: Text }> {
  yield { path: ['title'], text: scenario.title };
  yield { path: ['summary'], text: scenario.summary };
  for (const [index, text] of scenario.prerequisites.entries())
    yield { path: ['prerequisites', index], text };
  for (const [index, text] of scenario.objectives.entries()) yield { path: ['objectives', index], text };
  for (const [node, { title }] of Object.entries(scenario.nodes)) {
    if (title) yield { path: ['nodes', node, 'title'], text: title };
  }
  for (const [index, task] of scenario.tasks.entries()) {
    yield { path: ['tasks', index, 'title'], text: task.title };
    yield { path: ['tasks', index, 'description'], text: task.description };
    for (const [at, { title }] of (task.check ?? []).entries()) {
      if (title) yield { path: ['tasks', index, 'check', at, 'title'], text: title };
    }
    for (const [at, hint] of task.hints.entries()) {
      yield { path: ['tasks', index, 'hints', at, 'text'], text: hint.text };
    }
  }
}
