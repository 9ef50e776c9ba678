/** What is wrong was told already; only the exit code is left to set. */
export class FoundWrong extends Error {}

/** The command was used wrong: the message says how it is used. */
export class UsedWrong extends Error {}
