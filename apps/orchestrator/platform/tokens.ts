/** What is injected by token, because it is an interface and not a class. */
export const CONFIG = Symbol('Config');
export const SETTINGS = Symbol('Settings');
export const QUEUES = Symbol('Queues');
/** Events as they are committed by this process, batch by batch. */
export const APPENDED = Symbol('Appended');
