import type { Duplex } from 'node:stream';
import type { EngineClient } from './engine.js';
import { engineFailure } from './engine-failure.js';
import type * as model from './engine-model.js';
import { EngineError } from './errors.js';
import { collectOutput } from './exec-output.js';

type Exec = Awaited<ReturnType<ReturnType<EngineClient['docker']['getContainer']>['exec']>>;

/** How an engine runs further processes in a container. */
export function processesOf({ docker, where, must }: EngineClient): Pick<model.Engine, 'exec' | 'terminal'> {
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
    const resize = async (cols: number, rows: number) =>
      void (await must(`resizing the terminal in ${container}`, () => process.resize({ w: cols, h: rows })));
    await resize(request.cols, request.rows);
    return {
      stream,
      resize,
      close: () => void stream.destroy(),
      exitCode: async () => (await must(what, () => process.inspect())).ExitCode ?? undefined,
    };
  }

  return { exec, terminal };
}
