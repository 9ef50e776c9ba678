import { describe, expect, it } from 'vitest';
import { attachCommands, type Attachment } from './attach.js';

const first: Attachment = {
  bridge: 'rng-abcd12340',
  port: 'rng-abcd1234A1',
  address: '192.168.56.20',
  prefix: 24,
};
const second: Attachment = {
  bridge: 'rng-abcd12341',
  port: 'rng-abcd1234B1',
  address: '10.10.20.2',
  prefix: 16,
};

describe('attachCommands', () => {
  const lines = attachCommands('/proc/self/fd/9', [first, second]);

  it('takes away what an earlier run left, then attaches in the order of the scenario', () => {
    expect(lines.slice(1)).toEqual([
      'if [ -e /sys/class/net/rng-abcd1234A1 ]; then ip link del dev rng-abcd1234A1; fi',
      'if [ -e /sys/class/net/rng-abcd1234B1 ]; then ip link del dev rng-abcd1234B1; fi',
      "ip -batch - <<'END-OF-LINKS'",
      'link add name rng-abcd1234A1 type veth peer name eth0 address 02:42:c0:a8:38:14 netns /proc/self/fd/9/ns/net',
      'link set dev rng-abcd1234A1 master rng-abcd12340 up',
      'link add name rng-abcd1234B1 type veth peer name eth1 address 02:42:0a:0a:14:02 netns /proc/self/fd/9/ns/net',
      'link set dev rng-abcd1234B1 master rng-abcd12341 up',
      'END-OF-LINKS',
      "nsenter --net=/proc/self/fd/9/ns/net -- ip -batch - <<'END-OF-ADDRESSES'",
      'addr add 192.168.56.20/24 broadcast + dev eth0',
      'link set dev eth0 up',
      'addr add 10.10.20.2/16 broadcast + dev eth1',
      'link set dev eth1 up',
      'END-OF-ADDRESSES',
    ]);
  });

  it('first of all refuses to work in the network of the host, whatever there is to attach', () => {
    for (const some of [lines, attachCommands('/proc/self/fd/9', [])]) {
      expect(some[0]).toContain(
        '[ "$(readlink /proc/self/fd/9/ns/net)" != "$(readlink /proc/self/ns/net)" ]',
      );
    }
  });

  it.each<[string, Partial<Attachment>]>([
    ['address', { address: '1.1.1.1; reboot' }],
    ['address', { address: '1.1.1.256' }],
    ['prefix', { prefix: -1 }],
    ['bridge', { bridge: 'docker0' }],
    ['port', { port: 'eth0' }],
    ['port', { port: 'rng-$(reboot)' }],
  ])('refuses a wrong %s', (_name, wrong) => {
    expect(() => attachCommands('/proc/1', [{ ...first, ...wrong }])).toThrow(RangeError);
  });
});
