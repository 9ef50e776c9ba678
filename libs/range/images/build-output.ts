/** Lines that an error shows of what was printed last. */
const linesKept = 12;
const longest = 300;
/** Characters of an instruction that a message shows. */
const mostShown = 120;

/** Follows what the engine prints of a build. */
export class BuildOutput {
  step: number | undefined;
  of: number | undefined;
  /** What the step at work does, as its Dockerfile says it. */
  instruction = '';
  /** What was last printed. */
  line = '';
  private last: string[] = [];

  /** Takes what was printed, which may be several lines. @returns whether a new step begins */
  add(text: string): boolean {
    let begins = false;
    for (const raw of text.split(/[\r\n]+/)) {
      const line = raw.replace(controls, '').trimEnd().slice(0, longest);
      if (!line.trim()) continue;
      this.line = line;
      const [, step, of, instruction] = /^Step (\d+)\/(\d+) : (.*)$/.exec(line) ?? [];
      if (step === undefined) {
        // The engine's own words on layers and containers tell nobody anything.
        if (!/^ ---> |^Removing intermediate container /.test(line))
          this.last = [...this.last, line].slice(-linesKept);
        continue;
      }
      [this.step, this.of, this.instruction] = [Number(step), Number(of), instruction!];
      this.last = [];
      begins = true;
    }
    return begins;
  }

  /** Where it is or was: `step 5 of 12: RUN apt-get update`. @param how what became of the step, told before the colon */
  place(how = ''): string {
    if (this.step === undefined) return ['before its first step', how].filter(Boolean).join(' ');
    const instruction = this.instruction.replace(/\s+/g, ' ');
    const shown = instruction.length > mostShown ? `${instruction.slice(0, mostShown)}…` : instruction;
    return `step ${this.step} of ${this.of}${how && ` ${how}`}: ${shown}`;
  }

  /** The last lines that the step at work printed. */
  tail(): readonly string[] {
    return this.last;
  }
}

/** Colours and the like, which do not belong in a message. */
const controls = /\u001b\[[0-9;?]*[a-zA-Z]|[\u0000-\u0008\u000b-\u001f\u007f]/g;
