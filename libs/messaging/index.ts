export { jobNames, jobs, lanes, type JobData, type JobName, type Lane } from './catalogue.js';
export { openQueues, type Attempt, type Handlers, type Queues, type ServeOptions } from './queues.js';
export { WakeUp, type Signal, type Transient } from './wake-up.js';
