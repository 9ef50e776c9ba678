import type { EngineClient } from './engine.js';
import type { Engine } from './engine-model.js';
import { EngineError } from './errors.js';
import { framesToText } from './exec-output.js';

/** What an engine does with containers. */
export function containersOf({ docker, call, must }: EngineClient): Engine['containers'] {
  /** The engine refuses, under one status among others, what is so already. */
  const unlessAlready = async (id: string, state: 'paused' | 'running', work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof EngineError) || error.status === undefined) throw error;
      const now = await call(`inspecting container ${id}`, () => docker.getContainer(id).inspect(), [404]);
      if (now?.State.Status !== state) throw error;
    }
  };
  return {
    async list(labels) {
      const found = await must('listing containers', () =>
        docker.listContainers({ all: true, filters: { label: labels } }),
      );
      return found.map((c) => ({
        id: c.Id,
        name: (c.Names[0] ?? '').replace(/^\//, ''),
        state: c.State,
        labels: c.Labels ?? {},
        createdAt: c.Created * 1_000,
      }));
    },
    async inspect(id) {
      const c = await call(`inspecting container ${id}`, () => docker.getContainer(id).inspect(), [404]);
      if (!c) return undefined;
      return {
        id: c.Id,
        name: c.Name.replace(/^\//, ''),
        state: c.State.Status,
        labels: c.Config.Labels ?? {},
        createdAt: Date.parse(c.Created),
        pid: c.State.Pid,
        startedAt: c.State.StartedAt,
        exitCode: c.State.ExitCode,
        oomKilled: c.State.OOMKilled,
        error: c.State.Error,
        image: c.Image,
      };
    },
    async create(name, spec) {
      const made = await must(`creating container ${name}`, () =>
        docker.createContainer({ name, ...(spec as Parameters<typeof docker.createContainer>[0]) }),
      );
      return made.id;
    },
    start: async (id) =>
      void (await call(`starting container ${id}`, () => docker.getContainer(id).start(), [304])),
    pause: (id) =>
      unlessAlready(id, 'paused', () =>
        call(`pausing container ${id}`, () => docker.getContainer(id).pause()),
      ),
    unpause: (id) =>
      unlessAlready(id, 'running', () =>
        call(`unpausing container ${id}`, () => docker.getContainer(id).unpause()),
      ),
    remove: async (id) =>
      void (await call(
        `removing container ${id}`,
        () => docker.getContainer(id).remove({ force: true, v: true }),
        [404],
      )),
    async logs(id, { lines, since }) {
      const bytes = await must(`reading the log of container ${id}`, () =>
        docker.getContainer(id).logs({
          stdout: true,
          stderr: true,
          follow: false,
          tail: lines,
          since: since ? Date.parse(since) / 1000 : 0,
        }),
      );
      return framesToText(Buffer.from(bytes));
    },
  };
}
