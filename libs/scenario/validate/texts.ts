import { pathText } from '../path.js';
import type { Finding } from '../problem.js';
import type { Text } from '../schema.js';
import type { Subject } from './subject.js';

/** Every text and the brief in every language that the scenario declares, and in no other. */
export function* texts(subject: Subject): Iterable<Finding> {
  const { scenario, files, texts: read, lost } = subject;
  if (lost.some(([first]) => first === 'languages')) return;
  const { languages } = scenario;
  for (const { path, value, meaning } of subject.marked.scenario) {
    if (!meaning.isText) continue;
    const text = value as Text;
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
