import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A sound scenario of one node: a task by answer, one with few attempts, one behind another, one by a check. */
export const smallScenario: Readonly<Record<string, string>> = {
  'scenario.yaml': `apiVersion: vocr/v1
id: small
version: 1.0.0
title: { vi: Nhỏ, en: Small }
summary: { vi: Một bài nhỏ, en: A small one }
authors: [VOCR]
license: Apache-2.0
difficulty: easy
duration: 30m
languages: [vi, en]
variables:
  door_flag: { type: flag }
networks:
  lan: { cidr: 192.168.56.0/24 }
nodes:
  box:
    image: debian:bookworm-slim
    networks: { lan: { address: 192.168.56.10 } }
    files: [{ path: /etc/flag, content: '{{ door_flag }}' }]
    terminal: { user: root }
tasks:
  - id: greet
    title: { vi: Chào, en: Greet }
    description: { vi: Hãy chào, en: Say hello }
    points: 10
    answer: { value: Xin chào, caseSensitive: false }
    hints:
      - { id: first, cost: 3, text: { vi: Bằng tiếng Việt, en: In Vietnamese } }
  - id: guess
    title: { vi: Đoán, en: Guess }
    description: { vi: Đoán đi, en: Guess }
    points: 20
    answer: { value: '42' }
    attempts: 2
  - id: door
    title: { vi: Cửa, en: Door }
    description: { vi: Mở cửa, en: Open the door }
    points: 30
    answer: { value: '{{ door_flag }}' }
    requires: [greet]
  - id: mend
    title: { vi: Vá, en: Mend }
    description: { vi: Vá lại, en: Mend it }
    points: 40
    check:
      - { node: box, title: { vi: Tệp đã mất, en: The file is gone }, command: { run: [test, '!', -e, /etc/flag] } }
`,
  'solution.yaml': `apiVersion: vocr/v1
steps:
  - { task: greet, node: box, run: echo Xin chào, answer: '(.+)' }
  - { task: guess, node: box, run: echo 42, answer: '(.+)' }
  - { task: door, node: box, run: cat /etc/flag, answer: '(.+)' }
  - { task: mend, node: box, run: rm /etc/flag }
`,
  'brief.vi.md': '# Nhỏ\n',
  'brief.en.md': '# Small\n',
};

/** The small scenario's files by path, as a scenario's folder is read. */
export const smallScenarioFiles = (): Map<string, Uint8Array> =>
  new Map(Object.entries(smallScenario).map(([path, text]) => [path, Buffer.from(text)]));

/** A catalogue's folder that holds the small scenario alone. */
export async function smallCatalogue(): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'vocr-catalogue-'));
  await mkdir(join(folder, 'small'));
  for (const [path, text] of Object.entries(smallScenario))
    await writeFile(join(folder, 'small', path), text);
  return { folder, remove: () => rm(folder, { recursive: true }) };
}
