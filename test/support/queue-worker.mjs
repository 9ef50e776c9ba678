// A worker in a process of its own, to be killed: takes host h1's jobs and never comes to their end. Says so on its output.
import { openQueues } from '../../dist/libs/messaging/index.js';

const [at, prefix] = [JSON.parse(process.argv[2]), process.argv[3]];
const complain = (error, about) => process.stderr.write(`${about}: ${error.message}\n`);
const queues = openQueues(at, prefix, complain);
const never = async (data) => {
  process.stdout.write(`took ${JSON.stringify(data)}\n`);
  await new Promise(() => setInterval(() => undefined, 60_000));
};
await queues.serve(
  { reconcile: never, claim: never, warm: never, check: never, terminal: never },
  { host: 'h1', concurrency: { ranges: 1, prompt: 1 }, onError: complain },
);
