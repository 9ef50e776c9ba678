import { linkFigures, whyNoLink } from '#scenario';
import { describe, expect, it } from 'vitest';
import { linkCommands, linkMark, lossProgram, readLinks, readPorts, shapeScript } from './link.js';
import { readSupport } from './link-support.js';

const port = 'rng-aaaaaaaaA0';
const commands = (link: Parameters<typeof linkMark>[0]) => linkCommands(port, link).slice(2);

describe('a link', () => {
  it('is read from its words', () => {
    expect(linkFigures({ delay: '40ms', loss: 2.5, rate: '10mbit' })).toEqual({
      delayMs: 40,
      lossPercent: 2.5,
      rateBit: 10_000_000,
    });
    expect(linkFigures({ delay: '0ms', loss: 0 })).toBeUndefined();
    expect(linkFigures({})).toBeUndefined();
  });

  it('has a mark that differs with it and stays the same', () => {
    const marks = [
      undefined,
      { delayMs: 40 },
      { lossPercent: 40 },
      { rateBit: 40 },
      { delayMs: 40, rateBit: 40 },
    ];
    expect(new Set(marks.map(linkMark)).size).toBe(marks.length);
    expect(linkMark({ rateBit: 5, delayMs: 3 })).toBe(linkMark({ delayMs: 3, rateBit: 5 }));
    expect(linkMark({ delayMs: 40 })).toMatch(/^[0-9a-f]{1,4}$/);
  });

  it('becomes queues of a port', () => {
    const mark = (link: object) => linkMark(link);
    expect(commands(undefined)).toEqual([]);
    const rate = { rateBit: 1_000_000_000 };
    expect(commands(rate)).toEqual([
      `tc qdisc add dev ${port} root handle ${mark(rate)}: tbf rate 1000000000bit burst 1250000 latency 200ms`,
    ]);
    const both = { delayMs: 40, rateBit: 8_000 };
    expect(commands(both)).toEqual([
      `tc qdisc add dev ${port} root handle ${mark(both)}: netem limit 1000 delay 40ms rate 8000bit`,
    ]);
    const loss = { lossPercent: 50 };
    expect(commands(loss)).toEqual([
      `tc qdisc add dev ${port} clsact`,
      `tc filter add dev ${port} egress bpf bytecode '4,32 0 0 4294963256,53 0 1 2147483648,6 0 0 0,6 0 0 2' direct-action`,
      `tc qdisc add dev ${port} root handle ${mark(loss)}: pfifo limit 1000`,
    ]);
  });

  it('loses all, or next to nothing, and never a share that is none', () => {
    expect(lossProgram(100)).toBe('1,6 0 0 2');
    expect(lossProgram(1e-12)).toContain('53 0 1 1,');
    for (const wrong of [0, -1, 101, Number.NaN]) expect(() => lossProgram(wrong)).toThrow(RangeError);
  });

  it('is shaped for every port of a bridge, and for nothing else', () => {
    const script = shapeScript('rng-aaaaaaaa0', { lossPercent: 5, rateBit: 8_000 });
    expect(script.match(/ dev "\$p" /g)).toHaveLength(5);
    expect(script).not.toContain('dev rng-');
    expect(() => shapeScript('eth0', undefined)).toThrow(RangeError);
    expect(() => linkCommands('eth0', undefined)).toThrow(RangeError);
  });

  it('is seen at the ports', () => {
    const output = [
      'port rng-aaaaaaaa0 rng-aaaaaaaaA0',
      'port rng-aaaaaaaa0 rng-aaaaaaaaA1',
      'port rng-aaaaaaaa1 rng-aaaaaaaaB1',
      'port rng-aaaaaaaa2 rng-aaaaaaaaC1',
      'port rng-aaaaaaaa2 rng-aaaaaaaaA2',
      'qdisc tbf 8abc: dev rng-aaaaaaaaA0 root refcnt 3 rate 1Mbit',
      'qdisc clsact ffff: dev rng-aaaaaaaaA0 parent ffff:fff1 ',
      'qdisc netem 8abc: dev rng-aaaaaaaaA1 root refcnt 3 limit 1000',
      'qdisc noqueue 0: dev rng-aaaaaaaaB1 root refcnt 2 ',
      'qdisc pfifo 77: dev rng-aaaaaaaaC1 root refcnt 2 limit 1000p',
    ].join('\n');
    expect(readLinks(output)).toEqual({
      'rng-aaaaaaaa0': '8abc',
      'rng-aaaaaaaa1': 'none',
      'rng-aaaaaaaa2': 'mixed',
    });
    expect(readPorts(output)).toContain('rng-aaaaaaaaB1');
  });
});

describe('what a kernel can do', () => {
  const support = { delay: false, loss: true, rate: true, kernel: '6.18.44' };

  it('is read from what the probe prints', () => {
    expect(readSupport('can rate\ncan loss\nkernel 6.18.44\n')).toEqual(support);
    expect(readSupport('can delay\ncan rate\n')).toBeUndefined();
  });

  it('is held against what is asked', () => {
    expect(whyNoLink({ lossPercent: 3, rateBit: 5 }, support)).toBeUndefined();
    expect(whyNoLink({ delayMs: 3, rateBit: 5 }, { ...support, rate: false })).toBe(
      'kernel 6.18.44 has no delay and no rate of links (it lacks sch_netem, sch_tbf); use a host whose kernel has it, or leave delay and rate out',
    );
  });
});
