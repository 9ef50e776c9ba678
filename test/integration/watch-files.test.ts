import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RangeWatcher, type DesiredRange, type SeenFile, type Watch } from '#range';
import { networkImages, networkScenario, wantedOf } from './network-fixture.js';
import { testInstallation } from './range-fixture.js';

const scenario = networkScenario(
  { lan: { cidr: '10.7.0.0/24' } },
  {
    box: { networks: { lan: { address: '10.7.0.10' } }, capabilities: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER'] },
  },
);
const range = 'vvvvvvvv';
let t: Awaited<ReturnType<typeof testInstallation>>;
let desired: DesiredRange;
let watcher: RangeWatcher;
let watch: Watch | undefined;
let seen: SeenFile[] = [];
const trouble: string[] = [];
const wanted = ['/etc/passwd', '/srv/www', '/tmp/flag', '/var/full', '/opt/link', '/root/big', '/home/late'];

const begin = (tell: (one: SeenFile) => void = (one) => void seen.push(one)) =>
  watcher.watchFiles(
    desired,
    wanted.map((path) => ({ node: 'box', path })),
    tell,
  );
const inside = (command: string) => t.inside(range, 'box', command);
const looked = () => new Promise((resolve) => setTimeout(resolve, 900));
const told = () => seen.map(({ change, path }) => `${change} ${path}`);
/** Does something and gives what is told of it. */
async function changes(command: string, atLeast = 1): Promise<string[]> {
  seen = [];
  expect(await inside(command)).toBe('');
  if (atLeast > 0) await expect.poll(() => seen.length).toBeGreaterThanOrEqual(atLeast);
  await looked();
  return told();
}

beforeAll(async () => {
  t = await testInstallation('files');
  const images = await networkImages(t, scenario);
  desired = wantedOf(scenario, range, images);
  await t.converge(range, desired);
  expect(await inside('mkdir -p /srv/www/sub /var/full; echo one >/srv/www/index.html')).toBe('');
  expect(await inside('head -c 3000000 /dev/zero >/root/big')).toBe('');
  watcher = new RangeWatcher({
    engine: t.engine,
    helper: async () => t.helper,
    say: (why) => trouble.push(why),
    lookMs: 200,
  });
  watch = await begin();
});
afterAll(async () => {
  await watch?.stop();
  await t.remove();
});

describe('changes of files seen from the host', () => {
  it('begin with what is there', async () => {
    await looked();
    expect(seen).toEqual([]);
    expect(trouble).toEqual([]);
  });

  it('are told once each, with their time', async () => {
    const from = Date.now();
    expect(await changes('echo x >/tmp/flag')).toEqual(['created /tmp/flag']);
    expect(seen[0]!.at).toBeGreaterThan(from - 100);
    expect(seen[0]!.at).toBeLessThanOrEqual(Date.now() - 800);
    expect(seen[0]).toMatchObject({ kind: 'file', node: 'box' });
    expect(await changes('echo y >/tmp/flag')).toEqual(['written /tmp/flag']);
    expect(await changes('chmod 600 /tmp/flag')).toEqual(['mode /tmp/flag']);
    expect(await changes('rm /tmp/flag')).toEqual(['deleted /tmp/flag']);
  });

  it('are told of files of the image and of all in a folder', async () => {
    expect(await changes('echo eve:x:0:0::/:/bin/sh >>/etc/passwd')).toEqual(['written /etc/passwd']);
    expect(await changes('echo two >/srv/www/index.html')).toEqual(['written /srv/www/index.html']);
    expect(await changes('mkdir /srv/www/new; echo >/srv/www/new/page', 2)).toEqual([
      'created /srv/www/new',
      'created /srv/www/new/page',
    ]);
    expect(await changes('chown 1:1 /srv/www/new/page')).toEqual(['mode /srv/www/new/page']);
    expect(await changes('rm -r /srv/www/new', 2)).toEqual([
      'deleted /srv/www/new',
      'deleted /srv/www/new/page',
    ]);
  });

  it('are told of a file that another takes the place of, and of one whose times were put back', async () => {
    expect(await changes('echo six >/srv/other; mv /srv/other /srv/www/index.html')).toEqual([
      'written /srv/www/index.html',
    ]);
    const back = (file: string, write: string) =>
      `cp -p ${file} /srv/times; ${write} && touch -r /srv/times ${file}; rm /srv/times`;
    expect(await changes(back('/srv/www/index.html', 'echo ten >/srv/www/index.html'))).toEqual([
      'written /srv/www/index.html',
    ]);
    expect(await changes(back('/root/big', 'printf x | dd of=/root/big conv=notrunc status=none'))).toEqual([
      'written /root/big',
    ]);
  });

  it('are none where only times change, or what is not watched', async () => {
    expect(await changes('touch /srv/www/index.html /srv/www/sub; cat /etc/passwd >/srv/beside', 0)).toEqual(
      [],
    );
  });

  it('never lead out of the node, by whatever link, and hang on nothing', async () => {
    const secret = '/var/lib/vocr/secret';
    await t.helper.run(`mkdir -p /var/lib/vocr; echo secret >${secret}`, 5_000);
    expect(await changes(`ln -s ${secret} /opt/link`)).toEqual(['created /opt/link']);
    await t.helper.run(`echo changed >${secret}`, 5_000);
    expect(
      await changes(`mkdir -p /tmp/x; ln -s /var/lib/vocr /srv/www/out; ln -s / /srv/www/root`, 2),
    ).toEqual(['created /srv/www/out', 'created /srv/www/root']);
    await t.helper.run(`echo again >${secret}`, 5_000);
    expect(await changes('rm /opt/link; mkfifo /opt/link')).toEqual(['written /opt/link']);
    expect(await changes('ln -sf /etc/shadow /srv/www/out')).toEqual(['written /srv/www/out']);
    expect(await changes('rm /srv/www/out /srv/www/root', 2)).toHaveLength(2);
    await t.helper.run(`rm ${secret}`, 5_000);
    expect(trouble).toEqual([]);
  });

  it('stay bounded in a folder that is filled or deep, and it is said', async () => {
    seen = [];
    await inside('cd /var/full && seq 1500 | xargs touch');
    await expect
      .poll(() => trouble)
      .toEqual([
        `range ${range}: /var/full of node box holds more than 1000 files or too many levels of folders: not all changes in it are seen`,
      ]);
    expect(await changes('echo z >/tmp/flag')).toEqual(['created /tmp/flag']);
    await inside('d=/srv/www/sub; for i in $(seq 40); do d=$d/d; done; mkdir -p $d');
    await expect.poll(() => trouble).toHaveLength(2);
    trouble.length = 0;
    await inside('rm -r /var/full/* /srv/www/sub/d');
    await looked();
  });

  it('that happened while nobody looked are told to who looks next', async () => {
    await watch?.stop();
    seen = [];
    expect(await inside('echo w >>/tmp/flag')).toBe('');
    await looked();
    watch = await begin();
    expect(told()).toEqual(['written /tmp/flag']);
    await looked();
    await watch?.stop();
    seen = [];
    watch = await begin();
    await looked();
    expect(seen).toEqual([]);
  });

  it('are told again when whoever was told failed', async () => {
    await watch?.stop();
    let failures = 0;
    watch = await begin((one) => {
      if (failures++ === 0) throw new Error('the database is away');
      seen.push(one);
    });
    expect(await changes('rm /tmp/flag')).toEqual(['deleted /tmp/flag']);
    expect(trouble.splice(0)).toEqual(['changes of files are not seen: the database is away']);
  });

  it('begin anew with a node that was reset', async () => {
    seen = [];
    const nodes = desired.nodes.map((node) => ({ ...node, reset: 1 }));
    await t.converge(range, { ...desired, nodes });
    await looked();
    await looked();
    expect(seen).toEqual([]);
    expect(await changes('echo a >/home/late')).toEqual(['created /home/late']);
  });

  it('are said not to be seen of a node that does not run', async () => {
    const [node] = (await t.engine.containers.list([`vocr.range=${range}`])).filter(({ name }) =>
      name.endsWith('box'),
    );
    await t.engine.containers.remove(node!.id);
    await expect
      .poll(() => trouble)
      .toEqual([`range ${range}: changes of files of node box are not seen: it does not run`]);
  });
});
