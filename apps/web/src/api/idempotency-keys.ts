/**
 * Keys for POSTs that may be sent again: the same request gets the same key until it was answered, so that a repetition
 * after a broken connection is recognised by the server and not carried out twice.
 */
export class IdempotencyKeys {
  private readonly unanswered = new Map<string, string>();

  constructor(private readonly newKey: () => string = randomKey) {}

  /** The key to send. @param request what makes a request the same as another: its address and body */
  keyFor(request: string): string {
    const key = this.unanswered.get(request) ?? this.newKey();
    this.unanswered.set(request, key);
    return key;
  }

  /** To be told when an answer came, of whatever kind: the next such request is a new one. */
  answered(request: string): void {
    this.unanswered.delete(request);
  }
}

/** 128 random bits in hexadecimal; `crypto.randomUUID` is missing where a page came over plain HTTP. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
