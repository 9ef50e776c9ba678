import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { EngineClient } from './engine.js';
import { engineFailure } from './engine-failure.js';
import type * as model from './engine-model.js';
import { EngineError } from './errors.js';
import { FrameReader, collectOutput } from './exec-output.js';

type Exec = Awaited<ReturnType<ReturnType<EngineClient['docker']['getContainer']>['exec']>>;

/** Characters kept of what a process that is talked with writes to its standard error. */
const complaintLength = 2_000;

/** How an engine runs further processes in a container. */
export function processesOf({
  docker,
  where,
  must,
}: EngineClient): Pick<model.Engine, 'exec' | 'converse' | 'terminal'> {
  async function exec(container: string, request: model.ExecRequest): Promise<model.ExecResult> {
    const what = `running ${request.command[0]} in container ${container}`;
    const withInput = request.input !== undefined;
    const process = await must(what, () =>
      docker.getContainer(container).exec({
        Cmd: request.command,
        User: request.user,
        AttachStdin: withInput,
        AttachStdout: true,
        AttachStderr: true,
      }),
    );
    const stream: Duplex = await must(what, () => process.start({ hijack: true, stdin: true, Tty: false }));
    const output = await collectOutput(stream, request).catch((error: unknown) => {
      throw engineFailure(what, where, error);
    });
    return { ...output, exitCode: output.timedOut ? undefined : await execExit(what, process) };
  }

  /** The engine may report a process as running for a moment after its streams have closed. */
  async function execExit(what: string, process: Exec): Promise<number> {
    for (let look = 0; look < 50; look++) {
      const { ExitCode: code } = await must(what, () => process.inspect());
      if (code !== null && code !== undefined) return code;
      await new Promise((resolve) => setTimeout(resolve, 10 + look * 5));
    }
    throw new EngineError(`${what}: it closed its outputs but does not end`);
  }

  async function converse(
    container: string,
    command: string[],
    onOutput: (bytes: Buffer) => void,
  ): Promise<model.Conversation> {
    const what = `talking with ${command[0]} in container ${container}`;
    const process = await must(what, () =>
      docker
        .getContainer(container)
        .exec({ Cmd: command, AttachStdin: true, AttachStdout: true, AttachStderr: true }),
    );
    const stream: Duplex = await must(what, () => process.start({ hijack: true, stdin: true, Tty: false }));
    let complaint = '';
    const frames = new FrameReader((target, bytes) => {
      if (target === 'stdout') onOutput(bytes);
      else complaint = (complaint + bytes.toString('utf8')).slice(-complaintLength);
    });
    stream.on('data', (chunk: Buffer) => frames.feed(chunk));
    const ended = new Promise<string>((resolve) => {
      stream.once('error', (error: unknown) => resolve(engineFailure(what, where, error).message));
      stream.once('close', () => resolve(complaint.trim()));
      stream.once('end', () => stream.destroy());
    });
    return {
      write: (bytes) => void stream.write(bytes),
      keepAlive(keep) {
        // Not every kind of connection can be left out of what keeps Node alive.
        const socket = stream as Partial<Pick<Socket, 'ref' | 'unref'>>;
        if (keep) socket.ref?.();
        else socket.unref?.();
      },
      close: () => void stream.destroy(),
      ended,
    };
  }

  async function terminal(container: string, request: model.TerminalRequest): Promise<model.Terminal> {
    const what = `opening a terminal in container ${container}`;
    const process = await must(what, () =>
      docker.getContainer(container).exec({
        Cmd: request.command,
        User: request.user,
        Env: request.environment,
        Tty: true,
        AttachStdin: true,
        AttachStdout: true,
        AttachStderr: true,
      }),
    );
    const stream: Duplex = await must(what, () => process.start({ hijack: true, stdin: true, Tty: true }));
    // Until someone reads it nobody else hears of a break, and an error that nobody hears ends this process.
    stream.on('error', () => stream.destroy());
    const resize = async (cols: number, rows: number) =>
      void (await must(`resizing the terminal in ${container}`, () => process.resize({ w: cols, h: rows })));
    await resize(request.cols, request.rows).catch((error: unknown) => {
      stream.destroy();
      throw error;
    });
    return {
      stream,
      resize,
      close: () => void stream.destroy(),
      exitCode: async () => (await must(what, () => process.inspect())).ExitCode ?? undefined,
    };
  }

  return { exec, converse, terminal };
}
