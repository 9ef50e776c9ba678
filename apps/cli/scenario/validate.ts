import { FoundWrong } from '../reporting/found-wrong.js';
import { print, printJson } from '../reporting/print.js';
import { formatFault, isError, notesOf, readScenario } from './read.js';

/** `vocr scenario validate`: every fault of some folders, with file, line and column. @throws FoundWrong when there is an error */
export async function validate(folders: string[], { json }: { json?: boolean }): Promise<void> {
  const read = await Promise.all(folders.map(readScenario));
  if (json) {
    printJson(
      read.map(({ folder, problems, scenario }) => {
        return { folder, problems, notes: scenario ? notesOf(scenario) : [] };
      }),
    );
  } else {
    for (const { folder, problems, scenario } of read) {
      for (const fault of problems) print(formatFault(folder, fault));
      if (scenario) for (const note of notesOf(scenario)) print(note);
      const errors = problems.filter(isError).length;
      const about = scenario ? `${scenario.id}@${scenario.version}` : folder;
      print(errors ? `✗ ${about}: ${errors} to mend` : `✓ ${about} is valid`);
    }
  }
  if (read.some(({ problems }) => problems.some(isError))) throw new FoundWrong();
}
