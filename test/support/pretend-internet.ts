import { spawn, execFileSync, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemPath } from '../../apps/cli/machine/packages.js';
import { until } from './until.js';

/** A network namespace that plays the internet for a private engine: everything that is not nearer is there. */
export interface PretendInternet {
  /** Where its one machine is, which answers by HTTP at ports 80 and 8080 and for names at 53. */
  address: string;
  /** Also that machine, at addresses that are not of the internet. */
  privateAddresses: readonly string[];
  /** Where the engine's own machine is for it; it answers by HTTP at port 8000. */
  engineAddress: string;
  stop(): Promise<void>;
}

const address = '203.0.113.10';
const engineAddress = '203.0.113.1';
const privateAddresses = ['10.99.0.10', '192.168.77.10', '169.254.169.254'];
const env = { ...process.env, PATH: systemPath() };

/** Tells each who asks what host they asked for. */
const web = (
  ports: number[],
) => `use strict; use IO::Socket::INET; use IO::Select; $SIG{CHLD} = 'IGNORE'; my $all = IO::Select->new;
$all->add(IO::Socket::INET->new(LocalPort => $_, Listen => 20, ReuseAddr => 1) or die $!) for ${ports.join(',')};
while (1) { for my $l ($all->can_read) { my $c = $l->accept or next; next if fork; my ($t, $h, $n) = ('', '', 0);
  while (<$c>) { $t = $_ if $t eq ''; $h = $1 if /^Host: (.*?)\\r/; $n = $1 if /^Content-Length: (\\d+)/i; last if /^\\r?\\n$/ }
  read($c, my $b, $n) if $n; $t =~ s/\\s+$//;
  print $c "HTTP/1.1 200 OK\\r\\nConnection: close\\r\\n\\r\\nhere: $t for $h", $n ? " with $b" : "", "\\n"; exit } }`;

/**
 * Joins an engine's network namespace to one that plays the internet.
 * @param netns path of the engine's network namespace
 * @param names addresses by name, as the resolver there tells them
 */
export async function pretendInternet(
  netns: string,
  names: Record<string, string>,
): Promise<PretendInternet> {
  const folder = await mkdtemp(join(tmpdir(), 'vocr-internet-'));
  const children: ChildProcess[] = [];
  const run = (program: string, args: string[]) => {
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', program, ...args], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env,
    });
    child.once('error', (error) => console.error(`${program} could not be run: ${error.message}`));
    children.push(child);
    return child;
  };
  const stop = async () => {
    for (const child of children) child.kill('SIGKILL');
    await until('the internet has ended', () => children.every((c) => c.exitCode !== null || c.signalCode));
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const first = run('unshare', ['--net', '--', 'sleep', 'infinity']);
    const outside = `/proc/${first.pid}/ns/net`;
    const usual = execFileSync('readlink', ['/proc/self/ns/net'], { env }).toString();
    await until('a namespace that plays the internet', () =>
      Promise.resolve(execFileSync('readlink', [outside], { env }).toString() !== usual),
    );
    const within = (where: string, ...args: string[]) =>
      execFileSync('nsenter', [`--net=${where}`, '--', 'ip', ...args], { env });
    within(netns, 'link', 'add', 'up0', 'type', 'veth', 'peer', 'name', 'down0', 'netns', String(first.pid));
    within(netns, 'addr', 'add', `${engineAddress}/24`, 'dev', 'up0');
    within(netns, 'link', 'set', 'up0', 'up');
    within(netns, 'route', 'add', 'default', 'via', address);
    within(outside, 'link', 'set', 'lo', 'up');
    within(outside, 'addr', 'add', `${address}/24`, 'dev', 'down0');
    within(outside, 'link', 'set', 'down0', 'up');
    for (const other of privateAddresses) within(outside, 'addr', 'add', `${other}/32`, 'dev', 'lo');
    const zone = join(folder, 'names');
    await writeFile(
      zone,
      Object.entries(names)
        .map(([name, to]) => `${to} ${name}\n`)
        .join(''),
    );
    const resolver = join(folder, 'resolver.pl');
    await writeFile(resolver, await readFile('docker/resolver/resolver.pl'));
    run('nsenter', [`--net=${outside}`, '--', 'perl', resolver, zone]);
    run('nsenter', [`--net=${outside}`, '--', 'perl', '-e', web([80, 8080])]);
    run('nsenter', [`--net=${netns}`, '--', 'perl', '-e', web([8000])]);
    await until('the internet answers', () => {
      const text = execFileSync('nsenter', [`--net=${outside}`, '--', 'cat', '/proc/net/tcp'], {
        env,
      }).toString();
      return /:0050 /.test(text) && /:1F90 /.test(text);
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { address, privateAddresses, engineAddress, stop };
}
