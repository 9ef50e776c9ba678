import { attackInject } from './attack.js';
import { faultInject } from './fault.js';
import { fileInject } from './file.js';
import { messageInject } from './message.js';
import { taskInject } from './task.js';

/** All kinds of injects, by their key. */
export const injectKinds = {
  message: messageInject.describe('a message to teams'),
  attack: attackInject.describe('an attack begins or ends'),
  fault: faultInject.describe('something breaks'),
  file: fileInject.describe('a file appears on a node'),
  task: taskInject.describe('tasks open or close'),
};
