import { loadScenario } from '../load.js';

/** A small sound scenario's folder; specs change its text to make it unsound. */
export const sample = {
  'scenario.yaml': `apiVersion: vocr/v1
id: sample
version: 1.0.0
title: { vi: Mẫu, en: Sample }
summary: { vi: Một mẫu nhỏ, en: A small sample }
authors: [VOCR]
license: Apache-2.0
difficulty: easy
duration: 30m
languages: [vi, en]
variables:
  door_flag: { type: flag }
  clerk_password: { type: password }
  hidden_port: { type: port, min: 20000, max: 30000 }
networks:
  dmz: { cidr: 192.168.56.0/24 }
  inner: { cidr: 10.10.20.0/24 }
nodes:
  attacker:
    image: vocr/attacker
    networks: { dmz: { address: 192.168.56.10 } }
    terminal: { user: root }
  web:
    title: { vi: Máy web, en: Web server }
    build: images/web
    environment: { PORT: '{{ hidden_port }}' }
    networks:
      dmz: { address: 192.168.56.20 }
      inner: {}
    files:
      - path: /etc/flag
        content: |
          flag={{ door_flag }}
      - { path: /etc/shop.ini, from: files/shop.ini, mode: '0640' }
tasks:
  - id: find
    title: { vi: Tìm, en: Find }
    description: { vi: 'Tìm cổng trên {{ nodes.web.ip }}', en: 'Find the port of {{ nodes.web.ip }}' }
    points: 50
    answer: { value: '{{ door_flag }}' }
    attempts: 5
    hints:
      - { id: scan, cost: 10, text: { vi: Hãy quét, en: Scan it } }
  - id: mend
    title: { vi: Vá, en: Mend }
    description: { vi: Vá lỗ hổng, en: Mend the hole }
    points: 100
    requires: [find]
    check:
      - node: web
        http: { path: /login, form: { password: '{{ clerk_password }}' }, status: 200 }
`,
  'solution.yaml': `apiVersion: vocr/v1
steps:
  - { task: find, node: attacker, run: nmap 192.168.56.20, answer: 'flag=(\\S+)' }
  - { task: mend, node: attacker, run: echo mended }
`,
  'brief.vi.md': '# Mẫu\n\nCổng là {{ hidden_port }}.\n',
  'brief.en.md': '# Sample\n\nThe port is {{ hidden_port }}.\n',
  'images/web/Dockerfile': 'FROM debian:bookworm-slim\n',
  'files/shop.ini': 'password={{ clerk_password }}\n',
};

/** The sample as bytes, with files replaced, added, or (undefined) left out. */
export function sampleFolder(
  changes: Readonly<Record<string, string | Uint8Array | undefined>> = {},
): Map<string, Uint8Array> {
  const all: Record<string, string | Uint8Array | undefined> = { ...sample, ...changes };
  return new Map(
    Object.entries(all).flatMap(([path, content]): [string, Uint8Array][] =>
      content === undefined ? [] : [[path, typeof content === 'string' ? Buffer.from(content) : content]],
    ),
  );
}

/** The sample with one piece of one file replaced; the piece must be there. */
export function sampleWith(
  from: string,
  to: string,
  file: keyof typeof sample = 'scenario.yaml',
): Map<string, Uint8Array> {
  if (!sample[file].includes(from)) throw new Error(`the sample's ${file} has no ${from}`);
  return sampleFolder({ [file]: sample[file].replace(from, () => to) });
}

/** What loading a folder tells, a line a problem. */
export function told(files: ReadonlyMap<string, Uint8Array>): string[] {
  return loadScenario(files).problems.map(
    ({ file, line, column, severity, message }) => `${file}:${line}:${column} ${severity}: ${message}`,
  );
}

/** The mends that loading a folder tells, one a problem. */
export function mends(files: ReadonlyMap<string, Uint8Array>): (string | undefined)[] {
  return loadScenario(files).problems.map(({ mend }) => mend);
}
