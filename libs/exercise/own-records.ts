/** Records that a fold has made for itself. */
export type OwnRecords = WeakSet<object>;

/** Those of the fold that is at work on an event, which nothing interrupts. */
let own: OwnRecords | undefined;

/** Does something while records in `mine` may be changed in place; what it copies becomes one of them. */
export function changingOwn<T>(mine: OwnRecords, work: () => T): T {
  own = mine;
  try {
    return work();
  } finally {
    own = undefined;
  }
}

/** A record with one entry set: the same one when it is the fold's own, else a copy. */
export function put<T>(record: Record<string, T>, key: string, value: T): Record<string, T> {
  if (own?.has(record)) {
    record[key] = value;
    return record;
  }
  const copy = { ...record, [key]: value };
  own?.add(copy);
  return copy;
}
