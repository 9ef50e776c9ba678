import Docker from 'dockerode';
import type { Duplex, Readable } from 'node:stream';
import type * as model from './engine-model.js';
import { clientOptions } from './engine-address.js';
import { followEvents } from './engine-events.js';
import { engineFailure } from './engine-failure.js';
import { EngineError } from './errors.js';
import { collectOutput, framesToText } from './exec-output.js';
import { readJsonLines } from './json-lines.js';

const defaultSocket = '/var/run/docker.sock';
/** Wall time for one answer of the engine that is not a stream, ms. */
const answerLimitMs = 120_000;

/** Where the engine is. */
export interface EngineAddress {
  /** A DOCKER_HOST: `unix:///path`, `tcp://host:port` or `https://host:port`; default the local socket. */
  host?: string;
  /** Folder with ca.pem, cert.pem and key.pem, for an engine behind TLS. */
  certificates?: string;
}

/**
 * Makes a client of a container engine. Nothing is sent yet: `ping` tells whether it answers.
 * @throws EngineError when the address cannot be understood
 */
export function connectEngine(address: EngineAddress = {}): model.Engine {
  const where = address.host ?? `unix://${defaultSocket}`;
  const docker = new Docker(clientOptions(where, address.certificates));

  /** Runs one call; what fails is told as EngineError with the subject of the call. */
  async function call<T>(what: string, work: () => Promise<T>, fine: number[] = []): Promise<T | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new EngineError(`${what}: ${where} did not answer within ${answerLimitMs / 1000} s`)),
        answerLimitMs,
      );
    });
    try {
      return await Promise.race([work(), tooLong]);
    } catch (error) {
      const failure = engineFailure(what, where, error);
      if (failure.status !== undefined && fine.includes(failure.status)) return undefined;
      throw failure;
    } finally {
      clearTimeout(timer);
    }
  }
  async function must<T>(what: string, work: () => Promise<T>): Promise<T> {
    return (await call(what, work)) as T;
  }

  const containers: model.Engine['containers'] = {
    async list(labels) {
      const found = await must('listing containers', () =>
        docker.listContainers({ all: true, filters: { label: labels } }),
      );
      return found.map((c) => ({
        id: c.Id,
        name: (c.Names[0] ?? '').replace(/^\//, ''),
        state: c.State,
        labels: c.Labels ?? {},
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
        pid: c.State.Pid,
        startedAt: c.State.StartedAt,
        exitCode: c.State.ExitCode,
        oomKilled: c.State.OOMKilled,
        error: c.State.Error,
        image: c.Image,
        networks: Object.fromEntries(
          Object.entries(c.NetworkSettings.Networks ?? {}).map(([name, n]) => [
            name,
            { id: n.NetworkID, mac: n.MacAddress },
          ]),
        ),
      };
    },
    async create(name, spec) {
      const made = await must(`creating container ${name}`, () =>
        docker.createContainer({ name, ...(spec as Docker.ContainerCreateOptions) }),
      );
      return made.id;
    },
    start: async (id) =>
      void (await call(`starting container ${id}`, () => docker.getContainer(id).start(), [304])),
    pause: async (id) => void (await call(`pausing container ${id}`, () => docker.getContainer(id).pause())),
    unpause: async (id) =>
      void (await call(`unpausing container ${id}`, () => docker.getContainer(id).unpause())),
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

  const networks: model.Engine['networks'] = {
    async list(labels) {
      const found = await must('listing networks', () =>
        docker.listNetworks(labels ? { filters: { label: labels } } : {}),
      );
      return found.map((n) => ({
        id: n.Id,
        name: n.Name,
        labels: n.Labels ?? {},
        subnets: (n.IPAM?.Config ?? []).flatMap((c) => (c.Subnet ? [c.Subnet] : [])),
      }));
    },
    create: async (spec) =>
      (await must(`creating network ${spec.Name}`, () => docker.createNetwork(spec))).id,
    connect: async (network, container) =>
      void (await call(`connecting container ${container} to network ${network}`, () =>
        docker.getNetwork(network).connect({ Container: container }),
      )),
    remove: async (id) =>
      void (await call(`removing network ${id}`, () => docker.getNetwork(id).remove(), [404])),
  };

  const volumes: model.Engine['volumes'] = {
    async list(labels) {
      const found = await must('listing volumes', () => docker.listVolumes({ filters: { label: labels } }));
      return (found.Volumes ?? []).map((v) => ({ name: v.Name, labels: v.Labels ?? {} }));
    },
    create: async (name, labels) =>
      void (await must(`creating volume ${name}`, () => docker.createVolume({ Name: name, Labels: labels }))),
    remove: async (name) =>
      void (await call(`removing volume ${name}`, () => docker.getVolume(name).remove(), [404])),
  };

  const images: model.Engine['images'] = {
    async inspect(reference) {
      const image = await call(
        `inspecting image ${reference}`,
        () => docker.getImage(reference).inspect(),
        [404],
      );
      if (!image) return undefined;
      const entrypoint = image.Config.Entrypoint ?? [];
      return {
        id: image.Id,
        entrypoint: typeof entrypoint === 'string' ? [entrypoint] : entrypoint,
        command: image.Config.Cmd ?? [],
        volumes: Object.keys(image.Config.Volumes ?? {}),
        labels: image.Config.Labels ?? {},
      };
    },
    async pull(reference, onProgress) {
      const what = `pulling image ${reference}`;
      const stream = await must(what, () => docker.pull(reference));
      await progress(what, stream as Readable, onProgress);
      const image = await images.inspect(reference);
      if (!image) throw new EngineError(`${what}: the engine does not have it afterwards`);
      return image.id;
    },
    async build(context, { tag, labels, onProgress, signal }) {
      const what = `building image ${tag}`;
      const stream = await must(what, () =>
        docker.buildImage(context, { t: tag, labels, rm: true, forcerm: true, abortSignal: signal }),
      );
      await progress(what, stream as Readable, onProgress);
      const image = await images.inspect(tag);
      if (!image) throw new EngineError(`${what}: the engine does not have it afterwards`);
      return image.id;
    },
    remove: async (reference) =>
      void (await call(`removing image ${reference}`, () => docker.getImage(reference).remove(), [404])),
  };

  /** Follows a pull's or a build's output to its end, and throws what it reports. */
  async function progress(
    what: string,
    stream: Readable,
    onProgress?: (line: string) => void,
  ): Promise<void> {
    let reported: string | undefined;
    const read = readJsonLines<{ stream?: string; status?: string; error?: string }>(stream, (event) => {
      reported = event.error ?? reported;
      const line = (event.stream ?? event.status ?? '').trimEnd();
      if (line) onProgress?.(line);
    });
    await read.catch((error: unknown) => {
      throw engineFailure(what, where, error);
    });
    if (reported !== undefined) throw new EngineError(`${what}: ${reported}`);
  }

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
  async function execExit(what: string, process: Docker.Exec): Promise<number> {
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

  return {
    address: where,
    ping: async () => void (await must('asking the engine whether it lives', () => docker.ping())),
    async version() {
      const v = await must('asking the engine its version', () => docker.version());
      const runc = v.Components?.find((c) => c.Name === 'runc')?.Version;
      return {
        version: v.Version,
        apiVersion: v.ApiVersion,
        kernel: v.KernelVersion ?? '',
        architecture: v.Arch,
        ...(runc ? { runc } : {}),
      };
    },
    async info() {
      const i = await must('asking the engine about itself', () => docker.info());
      return {
        rootFolder: String(i.DockerRootDir),
        cpus: Number(i.NCPU),
        memory: Number(i.MemTotal),
        runtimes: Object.keys(i.Runtimes ?? {}),
        securityOptions: i.SecurityOptions ?? [],
      };
    },
    containers,
    networks,
    volumes,
    images,
    exec,
    terminal,
    async events(labels, onEvent) {
      const stream = await must('following the events of the engine', () =>
        docker.getEvents({ filters: { label: labels, type: ['container', 'network'] } }),
      );
      return followEvents(stream as Readable, onEvent, where);
    },
  };
}
