import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import type { Answer, Someone, TestApplication } from './application.js';
import { folder } from './packs.js';
import { smallScenario } from './scenario.js';

const report = `  - id: report
    title: { vi: Báo cáo, en: Report }
    description: { vi: Viết báo cáo, en: Write a report }
    points: 40
    manual:
      rubric:
        - { id: facts, title: { vi: Sự kiện, en: Facts }, description: { vi: Nói nhỏ, en: Whispered }, points: 25 }
        - { id: style, title: { vi: Văn phong, en: Style }, points: 15 }
      files: { most: 2, size: 1M, types: [pdf, md] }
  - id: essay
    title: { vi: Bài luận, en: Essay }
    description: { vi: Viết bài luận, en: Write an essay }
    points: 10
    requires: [report]
    manual: { rubric: [{ id: all, title: { vi: Tất cả, en: All }, points: 10 }] }
`;
/** A scenario with two tasks that people grade, the second behind the first. */
export const handingFiles = folder('handing', '1.0.0', {
  'scenario.yaml': `${smallScenario['scenario.yaml']!.replace('id: small', 'id: handing')}${report}`,
});

/** A PDF of so many bytes. */
export const pdf = (size: number) => Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(size - 9)]);
export const hashOf = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');

export interface HandInParts {
  text?: string;
  files?: [name: string, content: Uint8Array][];
}

/** Hands in a form as a browser does. */
export async function handIn(
  at: TestApplication,
  who: Someone,
  path: string,
  parts: HandInParts,
): Promise<Answer> {
  const form = new FormData();
  if (parts.text !== undefined) form.append('text', parts.text);
  for (const [name, content] of parts.files ?? [])
    form.append('file', new Blob([new Uint8Array(content)]), name);
  const response = await fetch(`${at.url}${path}/files`, {
    method: 'POST',
    headers: { authorization: `Bearer ${who.token}` },
    body: form,
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

/** The names of all files in a folder and in those within it. */
export async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}
