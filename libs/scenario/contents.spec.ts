import { describe, expect, it } from 'vitest';
import { changesBetween, contentsOf } from './contents.js';
import { loadScenario } from './load.js';
import { sample, sampleFolder } from './testing/sample-folder.js';

function whole(changes: Parameters<typeof sampleFolder>[0] = {}) {
  const files = sampleFolder(changes);
  const { scenario, problems } = loadScenario(files, 'any');
  if (!scenario) throw new Error(problems.map(({ message }) => message).join('\n'));
  return { scenario, files };
}
const asking = sample['scenario.yaml']
  .replace(
    '    image: vocr/attacker\n',
    '    image: vocr/attacker\n    capabilities: [NET_RAW]\n    setuid: true\n',
  )
  .replace(
    'dmz: { cidr: 192.168.56.0/24 }',
    'dmz: { cidr: 192.168.56.0/24, internet: { allow: ["packages.example.net:80"] } }',
  )
  .replace('    build: images/web\n', '    build: images/web\n    sysctls: { net.ipv4.tcp_syncookies: 1 }\n');

describe('contentsOf', () => {
  it('says what is built, on what, what is pulled, and what a range needs', () => {
    const contents = contentsOf(
      whole({ 'images/web/Dockerfile': 'FROM vocr/base\nCOPY --from=docker.io/library/nginx:1.27 /a /a\n' }),
    );
    expect(contents).toMatchObject({
      id: 'sample',
      title: { en: 'Sample' },
      tasks: { count: 2, points: 150 },
      files: { count: 6 },
      nodes: [
        { id: 'attacker', from: 'vocr/attacker' },
        { id: 'web', from: 'images/web' },
      ],
      needs: { memory: 2 * 256 * 2 ** 20, disk: 2 * 64 * 2 ** 20, cpus: 2 },
      builds: [{ folder: 'images/web', bases: ['vocr/base', 'docker.io/library/nginx:1.27'] }],
      pulls: ['docker.io/library/nginx:1.27'],
      rights: [],
    });
  });

  it('names everything that leads out of a closed box', () => {
    expect(contentsOf(whole({ 'scenario.yaml': asking })).rights).toEqual([
      'attacker: capability NET_RAW',
      'attacker: programs that gain rights (setuid)',
      'web: sysctl net.ipv4.tcp_syncookies = 1',
      'dmz: internet packages.example.net:80',
    ]);
  });
});

describe('changesBetween', () => {
  it('names files and rights that came, went or are another', () => {
    const after = whole({
      'scenario.yaml': asking,
      'images/web/index.html': '<p>new',
      'images/web/Dockerfile': 'FROM vocr/base\n',
    });
    const none = { added: [], removed: [], changed: [] };
    expect(changesBetween(whole(), whole())).toEqual({ files: none, rights: { gained: [], lost: [] } });
    const { files, rights } = changesBetween(whole(), after);
    expect(files).toEqual({
      added: ['images/web/index.html'],
      removed: [],
      changed: ['images/web/Dockerfile', 'scenario.yaml'],
    });
    expect(rights.gained).toHaveLength(4);
    expect(rights.lost).toEqual([]);
    const back = changesBetween(after, whole());
    expect(back.files.removed).toEqual(['images/web/index.html']);
    expect(back.rights.lost).toEqual(rights.gained);
  });
});
