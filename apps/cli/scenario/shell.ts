import { randomBytes } from 'node:crypto';
import { WebSocket } from 'ws';
import { Problem } from '../reporting/problem.js';
import type { Api } from './api.js';

/** What a script did in a node's terminal. */
export interface ScriptResult {
  exitCode: number;
  /** Both streams, as the terminal showed them, without carriage returns. */
  output: string;
}

/** Most output that is kept, in characters; the end is what counts. */
const mostOutput = 4 << 20;

/**
 * Runs a script in a node's terminal, over the same socket that a trainee uses.
 * @param limitMs wall time it may take
 * @param options.byLine its lines are typed into the node's own shell, as a person does; else it runs as one script of `sh`
 * @throws Problem when the terminal is refused or breaks, or time runs out
 */
export async function runInTerminal(
  api: Api,
  at: { exercise: string; team: string; node: string },
  script: string,
  limitMs: number,
  { byLine = false }: { byLine?: boolean } = {},
): Promise<ScriptResult> {
  const query = new URLSearchParams(at).toString();
  const socket = new WebSocket(`${api.url.replace(/^http/, 'ws')}/terminal?${query}`, {
    headers: { authorization: `Bearer ${api.token}` },
  });
  const mark = randomBytes(8).toString('hex');
  let seen = '';
  return new Promise((resolve, reject) => {
    const fail = (message: string) => {
      settle();
      reject(new Problem(`terminal of ${at.node}: ${message}`, { tail: seen.split('\n').slice(-10) }));
    };
    const timer = setTimeout(() => fail(`the script took longer than ${limitMs / 1000} s`), limitMs);
    const settle = () => {
      clearTimeout(timer);
      socket.removeAllListeners();
      socket.on('error', () => undefined);
      socket.close();
    };
    socket.on('open', () => {
      socket.send(JSON.stringify({ resize: [200, 50] }));
      socket.send(Buffer.from(byLine ? typedByLine(script, mark) : typed(script, mark)));
    });
    socket.on('message', (data: Buffer, binary: boolean) => {
      if (!binary) return;
      seen = (seen + data.toString('utf8').replaceAll('\r', '')).slice(-mostOutput);
      const ended = new RegExp(`\nEND-${mark} (\\d+)\n`).exec(seen);
      if (!ended) return;
      settle();
      const begin = seen.indexOf(`BEGIN-${mark}\n`);
      const output = seen.slice(begin + `BEGIN-${mark}\n`.length, ended.index);
      resolve({ exitCode: Number(ended[1]), output });
    });
    socket.on('close', (code, reason) => fail(`it closed (${code}) ${reason.toString()}`));
    socket.on('error', (error) => fail(error.message));
  });
}

/**
 * What is typed: the script as base64, so that no line editor touches it, and then its run between two marks. The marks
 * are put together by printf, so that the echo of what is typed is not taken for them.
 */
function typed(script: string, mark: string): string {
  const lines = Buffer.from(script)
    .toString('base64')
    .replace(/.{1,76}/g, '$&\n');
  const file = `/tmp/.script-${mark}`;
  const run = `sh ${file} </dev/null 2>&1; printf '\\nEN%s %s\\n' 'D-${mark}' "$?"`;
  return `base64 -d >${file} <<'END'\n${lines}END\nprintf 'BEG%s\\n' 'IN-${mark}'; ${run}; rm -f ${file}; exit\n`;
}

/** The exit code is that of the last line. */
const typedByLine = (script: string, mark: string): string =>
  `printf 'BEG%s\\n' 'IN-${mark}'\n${script.trimEnd()}\nprintf '\\nEN%s %s\\n' 'D-${mark}' "$?"\nexit\n`;
