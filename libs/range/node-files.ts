import { tarOf } from './archive.js';
import type { DesiredNode } from './model.js';

const world = { uid: 0, gid: 0, mode: 0o644 };

/**
 * Everything that is put into a node before its first process runs: names and a resolver that leads nowhere, in place of
 * what the engine mounts there, and the scenario's files, which win.
 */
export async function nodeArchive(node: DesiredNode): Promise<Buffer> {
  const given = node.files.map((file) => ({ ...file, path: file.path.slice(1) }));
  const own = [
    { path: 'etc/hostname', content: Buffer.from(`${node.name}\n`), ...world },
    { path: 'etc/hosts', content: Buffer.from(hostsFile(node.hosts)), ...world },
    {
      path: 'etc/resolv.conf',
      content: Buffer.from(`nameserver ${node.resolver ?? '127.0.0.1'}\noptions timeout:1 attempts:1\n`),
      ...world,
    },
  ];
  const named = new Set(given.map((f) => f.path));
  return tarOf([...own.filter((f) => !named.has(f.path)), ...given]);
}

function hostsFile(hosts: DesiredNode['hosts']): string {
  return ['127.0.0.1\tlocalhost', ...hosts.map(({ name, address }) => `${address}\t${name}`), ''].join('\n');
}
