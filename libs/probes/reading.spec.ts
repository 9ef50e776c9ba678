import { probeSchema, type Probe } from '#scenario';
import { describe, expect, it } from 'vitest';
import { serverLines } from './curl.js';
import { dnsQuestion, readDnsAnswer } from './dns-message.js';
import { judgeDns } from './dns.js';
import { judgeFile } from './file.js';
import { smtpRequest, wrongLogin } from './mail.js';
import { matches } from './match.js';
import { judgeProcess } from './process.js';

const probe = <K extends keyof Probe>(kind: K, of: object) => probeSchema.parse({ [kind]: of })[kind]!;
const outcome = ({ outcome: is }: { outcome: string }) => is;

describe('a pattern', () => {
  it('matches or does not', () => {
    expect(matches('^\\d{4}$', '2026')).toBe(true);
    expect(matches('^\\d{4}$', 'x')).toBe(false);
  });

  it('that never ends on a text is given up', () => {
    expect(matches('^(a+)+$', `${'a'.repeat(60)}!`)).toBeUndefined();
  });
});

describe('a message of DNS', () => {
  const question = dnsQuestion(0x1234, 'web.example', 'A');
  const answerTo = (asked: Buffer, flags: number, records: Buffer[]) => {
    const message = Buffer.concat([asked, ...records]);
    message.writeUInt16BE(0x8180 | flags, 2);
    message.writeUInt16BE(records.length, 6);
    return message;
  };
  const record = (type: number, data: number[]) =>
    Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, data.length, ...data]);

  it('asks in the order of the wire', () => {
    expect(question.toString('hex')).toBe(
      '123401000001000000000000' + '03776562' + '076578616d706c65' + '00' + '00010001',
    );
  });

  it('is read, other types left out, names put together from where they point', () => {
    const message = answerTo(question, 0, [record(5, [0xc0, 16]), record(1, [192, 168, 57, 20])]);
    expect(readDnsAnswer(message, 0x1234, 'A')).toEqual({ code: 0, records: ['192.168.57.20'] });
    expect(readDnsAnswer(message, 0x1234, 'CNAME').records).toEqual(['example']);
    const mx = answerTo(question, 0, [record(15, [0, 10, 2, 109, 120, 0xc0, 12])]);
    expect(readDnsAnswer(mx, 0x1234, 'MX').records).toEqual(['10 mx.web.example']);
    const txt = answerTo(question, 0, [record(16, [2, 104, 105, 1, 33])]);
    expect(readDnsAnswer(txt, 0x1234, 'TXT').records).toEqual(['hi!']);
    const six = answerTo(question, 3, [record(28, [0x20, 1, 0xd, 0xb8, ...Array<number>(11).fill(0), 1])]);
    expect(readDnsAnswer(six, 0x1234, 'AAAA')).toEqual({ code: 3, records: ['2001:db8::1'] });
  });

  it.each<[string, Buffer]>([
    ['nothing', Buffer.alloc(0)],
    ['another answer', answerTo(dnsQuestion(1, 'web.example', 'A'), 0, [])],
    ['the question itself', question],
    ['a record that is cut', answerTo(question, 0, [record(1, [1, 2, 3, 4]).subarray(0, 14)])],
    ['a name that points to itself', answerTo(question, 0, [record(5, [0xc0, 45])])],
  ])('is none: %s', (_what, message) => {
    expect(() => readDnsAnswer(message, 0x1234, 'CNAME')).toThrow(RangeError);
  });

  it.each<[object, number, string[], string]>([
    [{ answer: 'MX.Example.' }, 0, ['mx.example'], 'passed'],
    [{ answer: 'mx.example' }, 0, ['other.example'], 'failed'],
    [{}, 0, [], 'failed'],
    [{}, 3, [], 'failed'],
    [{ refused: true }, 5, [], 'passed'],
    [{ refused: true }, 2, [], 'failed'],
    [{ refused: true }, 0, ['x'], 'failed'],
  ])('for %j, code %s with %j: %s', (more, code, records, is) => {
    const dns = probe('dns', { name: 'web.example', ...more });
    expect(outcome(judgeDns(dns, 'asked', { code, records }))).toBe(is);
  });
});

describe('a file', () => {
  const hash = 'a'.repeat(64);
  const said = (facts: string, ...rest: string[]) => [facts, ...rest].join('\n');
  it.each<[object, string, string]>([
    [
      { mode: '0640', owner: 'root', group: '33' },
      said('640 0 33 root www-data regular file', '-', ''),
      'passed',
    ],
    [{ mode: '4755' }, said('755 0 0 root root regular file', '-', ''), 'failed'],
    [{ owner: 'an' }, said('640 0 33 root www-data regular file', '-', ''), 'failed'],
    [{ sha256: hash }, said('640 0 0 root root regular file', `${hash}  -`, '-', ''), 'passed'],
    [{ sha256: hash }, said('640 0 0 root root regular file', `${'b'.repeat(64)}  -`, '-', ''), 'failed'],
    [{ contains: ['b\nc'] }, said('640 0 0 root root regular file', '-', 'a', 'b', 'c'), 'passed'],
    [{ lacks: ['-'] }, said('640 0 0 root root regular file', '-', 'a'), 'passed'],
    [{ contains: ['a'] }, said('755 0 0 root root directory'), 'failed'],
    [{ mode: '0755' }, said('755 0 0 root root directory'), 'passed'],
  ])('for %j as %j: %s', (more, text, is) => {
    expect(outcome(judgeFile(probe('file', { path: '/x', ...more }), '/x', text))).toBe(is);
  });

  it('tells nothing of what was to be seen', () => {
    const file = probe('file', { path: '/x', contains: ['geheim'] });
    expect(judgeFile(file, '/x', said('640 0 0 root root regular file', '-', 'other')).detail).not.toContain(
      'geheim',
    );
  });
});

describe('a process', () => {
  const list = 'USER     COMMAND\nroot     /usr/sbin/sshd -D\nwww-data apache2 -k start\n';
  it.each<[object, string]>([
    [{ contains: 'sshd' }, 'passed'],
    [{ contains: 'apache2', user: 'www-data' }, 'passed'],
    [{ contains: 'apache2', user: 'root' }, 'failed'],
    [{ contains: 'COMMAND' }, 'failed'],
    [{ contains: 'sshd', running: false }, 'failed'],
    [{ contains: 'apache2', user: 'root', running: false }, 'passed'],
  ])('for %j: %s', (of, is) => {
    expect(outcome(judgeProcess(probe('process', of), list))).toBe(is);
  });
});

describe('a talk about mail', () => {
  it('tells what the server said, never what was said to it', () => {
    const log = '* Connected\n< 220 mail ready\r\n> AUTH PLAIN AGFu\n< 235 fine\n';
    expect(serverLines(log)).toBe('220 mail ready\n235 fine');
  });

  it('makes no further lines of a subject', () => {
    const mail = { from: 'a@mail.example', to: 'b@mail.example', subject: 'x\r\nBcc: c@mail.example' };
    expect(smtpRequest(probe('smtp', { mail }), '10.0.0.1').input).not.toMatch(/^Bcc/m);
  });

  it.each<[boolean, number, boolean]>([
    [true, 0, true],
    [true, 67, false],
    [false, 67, true],
    [false, 0, false],
  ])(
    'with a login that is to be accepted: %s, and curl ending with %s, is right: %s',
    (accepted, exitCode, right) => {
      expect(wrongLogin({ user: 'an', accepted }, { exitCode }) === undefined).toBe(right);
    },
  );
});
