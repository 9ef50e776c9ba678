export { jobs, type JobData } from './catalogue.js';
export { openQueues, type Attempt, type Handlers, type Queues } from './queues.js';
export { WakeUp, type Signal, type Transient } from './wake-up.js';
