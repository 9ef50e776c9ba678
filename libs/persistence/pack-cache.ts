import type { Scenario } from '#scenario';

/** A scenario as it was when it was added, with all its files. */
export interface StoredScenario {
  digest: string;
  scenario: Scenario;
  files: ReadonlyMap<string, Uint8Array>;
}

/** Packs that were read, by digest; packs never change. The least lately used go when their files are too many bytes. */
export class PackCache {
  private readonly kept = new Map<string, StoredScenario>();
  private bytes = 0;

  /** @param most bytes of files that are kept at most; the last one that was put in always is */
  constructor(private readonly most: number) {}

  get(digest: string): StoredScenario | undefined {
    const found = this.kept.get(digest);
    if (found) {
      this.kept.delete(digest);
      this.kept.set(digest, found);
    }
    return found;
  }

  put(stored: StoredScenario): void {
    this.drop(stored.digest);
    this.kept.set(stored.digest, stored);
    this.bytes += sizeOf(stored);
    for (const digest of this.kept.keys()) {
      if (this.bytes <= this.most || digest === stored.digest) break;
      this.drop(digest);
    }
  }

  drop(digest: string): void {
    const found = this.kept.get(digest);
    if (!found) return;
    this.kept.delete(digest);
    this.bytes -= sizeOf(found);
  }
}

const sizeOf = ({ files }: StoredScenario) =>
  [...files.values()].reduce((total, file) => total + file.length, 0);
