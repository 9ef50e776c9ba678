/** What the launcher is doing, as it happens. Plain data, so that it can cross from a detached launcher to its starter. */
export type ProgressEvent =
  | { kind: 'begin'; title: string }
  | { kind: 'detail'; text: string }
  | { kind: 'end'; done: boolean; title: string; text: string; milliseconds: number }
  | { kind: 'note'; text: string };

/** Where progress goes. */
export type ProgressSink = (event: ProgressEvent) => void;

/** Tells, in a few words, how far the current step is. The last words told stay beside the step when it is done. */
export type Say = (text: string) => void;

/** Runs steps one after the other and reports each with its elapsed time. */
export class Steps {
  constructor(private readonly sink: ProgressSink) {}

  /** Runs one step; what it throws is thrown on after the step was reported as failed. */
  async step<T>(title: string, work: (say: Say) => Promise<T>): Promise<T> {
    const begun = performance.now();
    let text = '';
    const end = (done: boolean) =>
      this.sink({ kind: 'end', done, title, text, milliseconds: performance.now() - begun });
    this.sink({ kind: 'begin', title });
    try {
      const result = await work((told) => {
        if (told === text) return;
        text = told;
        this.sink({ kind: 'detail', text });
      });
      end(true);
      return result;
    } catch (error) {
      end(false);
      throw error;
    }
  }

  /** Tells something that belongs to no step. */
  note(text: string): void {
    this.sink({ kind: 'note', text });
  }
}

/** An elapsed time as people read it: `0.3 s`, `42 s`, `2 min 05 s`. */
export function formatElapsed(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}

/** A finished step as one line. */
export function formatEnd(event: Extract<ProgressEvent, { kind: 'end' }>): string {
  const mark = event.done ? '✓' : '✗';
  const text = event.text ? `  ${event.text}` : '';
  return `${mark} ${event.title}${text}  (${formatElapsed(event.milliseconds)})`;
}

interface Terminal {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

/** Shows progress to a person: one living line per step on a terminal, plain lines anywhere else. */
export function progressDisplay(out: Terminal): ProgressSink {
  return out.isTTY ? livingLines(out) : plainLines(out);
}

/** Least time between two lines about one step when lines cannot be overwritten. */
const plainDetailEvery = 5_000;

function plainLines(out: Terminal): ProgressSink {
  let title = '';
  let lastDetail = 0;
  return (event) => {
    if (event.kind === 'begin') {
      title = event.title;
      lastDetail = performance.now();
      out.write(`… ${title}\n`);
    } else if (event.kind === 'detail') {
      if (!event.text || performance.now() - lastDetail < plainDetailEvery) return;
      lastDetail = performance.now();
      out.write(`… ${title}  ${event.text}\n`);
    } else {
      out.write(`${event.kind === 'end' ? formatEnd(event) : event.text}\n`);
    }
  };
}

function livingLines(out: Terminal): ProgressSink {
  const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
  let title = '';
  let text = '';
  let begun = 0;
  let frame = 0;
  let timer: NodeJS.Timeout | undefined;
  const draw = () => {
    frame = (frame + 1) % frames.length;
    const line = `${frames[frame]} ${title}  ${formatElapsed(performance.now() - begun)}  ${text}`;
    out.write(`\r\x1b[2K${line.slice(0, (out.columns ?? 80) - 1)}`);
  };
  const settle = (line: string) => out.write(`\r\x1b[2K${line}\n`);
  return (event) => {
    if (event.kind === 'begin') {
      title = event.title;
      text = '';
      begun = performance.now();
      timer = setInterval(draw, 100).unref();
      draw();
    } else if (event.kind === 'detail') {
      text = event.text;
    } else if (event.kind === 'end') {
      clearInterval(timer);
      timer = undefined;
      settle(formatEnd(event));
    } else {
      settle(event.text);
    }
  };
}
