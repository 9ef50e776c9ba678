import { NodeFailed, apply, observe, plan, tarOf, type DesiredRange } from '#range';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pool, testInstallation } from './range-fixture.js';

const range = 'hostile1';
/** What an image may hope that the host's root runs; with builtins only, for it is given no path. */
const trap = '#!/bin/sh\\nset -- /proc/[0-9]*; echo "ran among $# processes" >/.vocr/run/pwned\\n';

let t: Awaited<ReturnType<typeof testInstallation>>;
let images: string[] = [];

beforeAll(async () => {
  t = await testInstallation('hostile');
}, 300_000);

afterAll(async () => {
  await t.remove();
  for (const image of images) await t.engine.images.remove(image);
}, 120_000);

async function withImage(folder: string): Promise<DesiredRange> {
  const content = Buffer.from(
    [
      'FROM debian:bookworm-slim',
      `RUN mkdir "/${folder}" && printf '${trap}' >/mount.overlay && chmod 755 /mount.overlay && cp /mount.overlay /bin/`,
    ].join('\n'),
  );
  const file = { path: 'Dockerfile', content, uid: 0, gid: 0, mode: 0o644 };
  const tag = `t-hostile-${process.pid}-${images.length}`;
  const image = await t.engine.images.build(Readable.from([await tarOf([file])]), { tag, labels: {} });
  images = [...images, tag];
  const wanted = t.wanted(range);
  const box = { ...wanted.nodes.find(({ name }) => name === 'box')!, image };
  return { ...wanted, nodes: [box] };
}

const launch = async (wanted: DesiredRange) => {
  const { engine, helper } = t;
  await apply(plan(wanted, await observe(engine, helper, range)), wanted, { engine, helper, pool });
};

it('runs nothing of an image whose folder cannot be made writable, and says why', async () => {
  const wanted = await withImage('x,y');
  const failure = await launch(wanted).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(NodeFailed);
  expect((failure as NodeFailed).reason).toContain('has a comma, a colon or a backslash in its name');
  expect(await t.inside(range, 'box', 'ls -A /.vocr/run')).not.toContain('pwned');
  await t.converge(range, undefined);
}, 120_000);

it('leaves folders writable whose names merely look odd', async () => {
  await t.converge(range, await withImage("dữ liệu * 'a'"));
  expect(await t.inside(range, 'box', `cd "/dữ liệu * 'a'" && echo kept >file && cat file`)).toBe('kept');
}, 120_000);
