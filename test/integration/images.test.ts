import { spawnSync } from 'node:child_process';
import { afterAll, describe, expect, it } from 'vitest';
import { readConfig } from '#config';
import {
  connectEngine,
  Images,
  imagesBuilt,
  labelKeys,
  removeImages,
  usualLimits,
  type Engine,
  type Files,
  type ImageMeans,
  type ImagesProgress,
} from '#range';
import type { Scenario } from '#scenario';

const engine = connectEngine(readConfig(process.env).engine);
const mine = `t${process.pid}`;
/** Every run builds anew what it times or counts. */
const once = `# ${process.pid} ${Date.now()}`;

const filesOf = (files: Record<string, string>): Files =>
  new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]));

/** A scenario whose nodes are built from these Dockerfiles. */
function folderOf(dockerfiles: Record<string, string>, more: Record<string, string> = {}) {
  const nodes = Object.fromEntries(
    Object.keys(dockerfiles).map((n) => [n, { build: `images/${n}`, networks: {} }]),
  );
  const files = Object.entries(dockerfiles).map(([name, text]) => [`images/${name}/Dockerfile`, text]);
  const scenario = { id: mine, nodes, networks: {} } as unknown as Scenario;
  return { scenario, files: filesOf({ ...Object.fromEntries(files), ...more }) };
}

const base = `FROM debian:bookworm-slim\n${once}\nRUN echo one > /base\nCMD ["true"]`;
const platform = (dockerfile: string) => async (name: string) =>
  name === mine ? filesOf({ Dockerfile: dockerfile }) : undefined;
const imagesOn = (on: Engine, means: Partial<ImageMeans> = {}) =>
  new Images(on, { platform: platform(base), network: true, ...means });

/** The engine, and how many builds it was asked for. */
function counted(): { on: Engine; builds: () => number } {
  let count = 0;
  const build: Engine['images']['build'] = (...args) => {
    count++;
    return engine.images.build(...args);
  };
  return { on: { ...engine, images: { ...engine.images, build } }, builds: () => count };
}

const ours = async () =>
  (await engine.images.list([labelKeys.image])).filter(({ labels }) =>
    labels[labelKeys.image]!.endsWith(mine),
  );

afterAll(async () => {
  // What is built on others goes before them.
  const all = (await ours()).sort(
    (a, b) =>
      Number(b.labels[labelKeys.image]!.includes('lab-')) -
      Number(a.labels[labelKeys.image]!.includes('lab-')),
  );
  for (const { id, tags } of all) {
    for (const tag of tags) await engine.images.remove(tag);
    if (tags.length === 0) await engine.images.remove(id);
  }
});

describe('an image that a scenario builds', () => {
  const stages = [`FROM vocr/${mine} AS tools`, 'RUN echo two >> /base', 'FROM debian:bookworm-slim', 'COPY --from=tools /base /a', `COPY --from=vocr/${mine} /base /b`, 'RUN test "$(cat /a)" = "$(printf "one\\ntwo")" && test "$(cat /b)" = one', 'CMD ["true"]']; // prettier-ignore
  const folder = folderOf({ web: stages.join('\n') });

  it("is built on the platform's image, which is built first, and is there the next time", async () => {
    const { on, builds } = counted();
    const told: ImagesProgress[] = [];
    const { web } = await imagesOn(on).ensure(folder, { onProgress: (p) => told.push(structuredClone(p)) });
    expect(builds()).toBe(2);
    const last = told.at(-1)!;
    expect(last).toEqual({ done: 2, total: 2, open: [] });
    const steps = told
      .flatMap(({ open }) => open)
      .filter(({ image, step }) => image === 'web' && step !== undefined);
    expect(steps.at(-1)).toMatchObject({ image: 'web', doing: 'building', step: 8, of: 8 });
    expect(await imagesOn(on).ensure(folder)).toEqual({ web });
    expect(builds()).toBe(2);
    const [tag] = (await imagesOn(engine).tagsOf(folder))!;
    expect(tag).toMatch(new RegExp(`^vocr/lab-${mine}:[0-9a-f]{16}$`));
    expect(await engine.images.inspect(tag!)).toMatchObject({
      id: web,
      labels: { [labelKeys.image]: `vocr/lab-${mine}` },
    });
  });

  it('is another one when its base, its Dockerfile or a file beside it is, and not for what is kept out', async () => {
    const tags = async (dockerfile: string, more: Record<string, string>, on = base) =>
      (await imagesOn(engine, { platform: platform(on) }).tagsOf(folderOf({ web: dockerfile }, more)))![0];
    const text = `FROM vocr/${mine}`;
    const without = await tags(text, {});
    expect(await tags(text, { 'images/db/other': 'x' })).toBe(without);
    expect(await tags(text, {}, `${base} `)).not.toBe(without);
    expect(await tags(`${text} `, {})).not.toBe(without);
    const ignore = { 'images/web/.dockerignore': '*.md\n.dockerignore' };
    expect(await tags(text, { ...ignore, 'images/web/notes.md': 'x' })).toBe(without);
    expect(await tags(text, { ...ignore, 'images/web/notes.txt': 'x' })).not.toBe(without);
  });

  it('is built once, however many ask', async () => {
    const { on, builds } = counted();
    const images = imagesOn(on);
    const slow = folderOf({
      a: `FROM debian:bookworm-slim\n${once} many\nRUN sleep 1`,
      b: `FROM scratch\n${once}\nCMD ["x"]`,
    });
    const all = await Promise.all(Array.from({ length: 20 }, () => images.ensure(slow)));
    expect(new Set(all.map(({ a, b }) => `${a} ${b}`)).size).toBe(1);
    expect(builds()).toBe(2);
  });

  it('is the same one when two processes build it at the same time, and no other one is left', async () => {
    const [one, other] = [counted(), counted()];
    const slow = folderOf({ a: `FROM debian:bookworm-slim\n${once} two\nRUN sleep 1; date +%N > /when` });
    const [first, second] = await Promise.all([
      imagesOn(one.on).ensure(slow),
      imagesOn(other.on).ensure(slow),
    ]);
    expect([one.builds(), other.builds()]).toEqual([1, 1]);
    expect(first).toEqual(second);
    const nameless = (await ours()).filter(({ tags }) => tags.length === 0);
    expect(nameless.map(({ labels }) => labels[labelKeys.image])).not.toContain(`vocr/lab-${mine}`);
  });
});

describe('a build', () => {
  const build = (lines: string, means: Partial<ImageMeans> = {}) =>
    imagesOn(engine, means).ensure(folderOf({ web: `FROM debian:bookworm-slim\n${once}\n${lines}` }));

  it('that fails names the Dockerfile, the step and what was printed last', async () => {
    await expect(build('RUN true\nRUN echo so far && echo no good && exit 3')).rejects.toThrow(
      /^building image web \(images\/web\/Dockerfile\): step 3 of 4 ended with code 3: RUN echo so far && .*\n {2}so far\n {2}no good$/,
    );
  });

  it('whose Dockerfile cannot be built names every line, and asks the engine nothing', async () => {
    const { on, builds } = counted();
    const wrong = folderOf({ web: 'FROM vocr/base:1\nVOLUME /x' });
    await expect(imagesOn(on).ensure(wrong)).rejects.toThrow(
      /images\/web\/Dockerfile:1 FROM cannot name vocr\/base:1.*\nimages\/web\/Dockerfile:2 VOLUME/,
    );
    await expect(imagesOn(on).ensure(folderOf({ web: 'FROM vocr/none' }))).rejects.toThrow(
      'vocr/none is none of',
    );
    expect(builds()).toBe(0);
  });

  it('has bounds for memory and processors', async () => {
    const read = (v2: string, v1: string) =>
      `(cat /sys/fs/cgroup/${v2} 2>/dev/null || cat /sys/fs/cgroup/${v1})`;
    await build(
      [
        `RUN m=$${read('memory.max', 'memory/memory.limit_in_bytes')}; echo "memory $m"; test "$m" -le ${usualLimits.memory}`,
        `RUN c=$${read('cpu.max', 'cpu/cpu.cfs_quota_us')}; echo "cpu $c"; test "\${c%% *}" = ${usualLimits.cpus * 100_000}`,
      ].join('\n'),
    );
  });

  it('reaches no network when the policy says so', async () => {
    const hasNone = 'RUN test "$(ls /sys/class/net)" = lo';
    await build(hasNone, { network: false });
    await expect(build(`${hasNone} && true`, { network: true })).rejects.toThrow(
      'step 2 of 3 ended with code 1',
    );
  });

  it('ends when nobody waits for it any more, and leaves no container', async () => {
    const [one, other] = [new AbortController(), new AbortController()];
    const seconds = `600.${process.pid}`;
    const isRunning = () => spawnSync('pgrep', ['-f', `^sleep ${seconds}$`]).status === 0;
    const images = imagesOn(engine);
    const folder = folderOf({ web: `FROM debian:bookworm-slim\n${once} left\nRUN exec sleep ${seconds}` });
    let isAtWork = false;
    const onProgress = ({ open }: ImagesProgress) => (isAtWork ||= open.some(({ step }) => step === 2));
    const waits = [one, other].map(({ signal }) => images.ensure(folder, { signal, onProgress }));
    const ends = waits.map((wait) => expect(wait).rejects.toThrow('not wanted'));
    await expect.poll(() => isAtWork).toBe(true);
    await expect.poll(isRunning).toBe(true);
    one.abort(new Error('not wanted'));
    await ends[0];
    expect(isRunning()).toBe(true);
    other.abort(new Error('not wanted'));
    await ends[1];
    await expect.poll(isRunning).toBe(false);
  });

  it('is ended when it takes too long', async () => {
    const limits = { ...usualLimits, time: 3_000 };
    await expect(build('RUN echo begun; sleep 60', { limits })).rejects.toThrow(
      'building image web (images/web/Dockerfile) was ended: it was not done after 0.05 minutes; in step 2 of 3: RUN echo begun',
    );
  });

  it('is not begun on a disk that is nearly full, and ended when it fills it', async () => {
    await expect(build('RUN true', { freeDisk: async () => 2.5e9 })).rejects.toThrow(
      'image web (images/web/Dockerfile) is not built: 2.5 GB are free where the engine keeps its data, and a build needs 3.0 GB',
    );
    let free = 9e9;
    const filling = build('RUN sleep 60', { freeDisk: async () => (free -= 4.5e9) });
    await expect(filling).rejects.toThrow("the engine's disk is nearly full, with 0.0 GB free");
  });
});

describe('an image that nothing needs', () => {
  it('is known by its label, kept while a container has it, and removed with its name', async () => {
    const images = imagesOn(engine);
    const folder = folderOf({ web: `FROM debian:bookworm-slim\n${once} unneeded\nCMD ["true"]` });
    const { web } = await images.ensure(folder);
    const [tag] = (await images.tagsOf(folder))!;
    // What others on this engine have is none of this test's business.
    const known = async (grace: number) =>
      (await imagesBuilt(engine, (name) => name !== tag, grace)).filter(({ id }) => id === web);
    expect(await known(3_600_000)).toMatchObject([
      { repository: `vocr/lab-${mine}`, tags: [tag], use: 'young' },
    ]);
    const container = await engine.containers.create(`vocr-${mine}-keeps`, {
      Image: web!,
      Labels: {},
      HostConfig: {},
    });
    expect(await known(0)).toMatchObject([{ use: 'container' }]);
    await engine.containers.remove(container);
    const { removed, left } = await removeImages(engine, await known(0));
    expect([removed.map(({ id }) => id), left]).toEqual([[web], []]);
    expect(await engine.images.inspect(tag!)).toBeUndefined();
    expect((await images.ensure(folder)).web).toBeDefined();
  });
});
