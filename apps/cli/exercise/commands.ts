import type { Command } from 'commander';

/** `vocr exercise …`: what those who run an installation do with its exercises. */
export function addExerciseCommands(vocr: Command): void {
  const exercise = vocr.command('exercise').description('look after exercises');
  exercise
    .command('stop')
    .description('finish an exercise of the running installation, and take its ranges down')
    .argument('<id>', 'of the exercise, as its address in the console ends')
    .action(async (id: string) => (await import('./stop.js')).stopExercise(id));
}
