import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tarOf } from '#range';
import { startApplication, type Someone, type TestApplication } from '../support/application.js';
import { smallScenario } from '../support/scenario.js';

let app: TestApplication;
let author: Someone;

beforeAll(async () => {
  app = await startApplication();
  author = await app.someone('author', 'author');
});
afterAll(() => app.close());

/** Keeps the small scenario with further lines as a draft, and returns its digest. */
async function draft(version: string, further: string): Promise<string> {
  const yaml = smallScenario['scenario.yaml']!.replace('version: 1.0.0', `version: ${version}`) + further;
  const archive = await tarOf(
    Object.entries({ ...smallScenario, 'scenario.yaml': yaml }).map(([path, text]) => ({
      path,
      content: Buffer.from(text),
      uid: 0,
      gid: 0,
      mode: 0o644,
    })),
  );
  const kept = await author.post('/api/v1/scenarios/drafts', new Uint8Array(archive), {
    'content-type': 'application/x-tar',
  });
  expect(kept.status).toBe(201);
  return kept.body.digest as string;
}

const further = `roles:
  blue: { nodes: [box] }
timeline:
  - id: hello
    at: 5m
    message: { body: { vi: Chào, en: Hello } }
`;

describe('a scenario that uses what cannot run yet', () => {
  it('is kept, and told so at launch, each thing by its place', async () => {
    const digest = await draft('3.0.0', further);
    const answer = await author.post('/api/v1/exercises', { scenario: digest, mode: 'solo' });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({
      type: 'urn:vocr:problem:scenario-not-runnable',
      errors: [
        { path: 'roles', message: 'roles that see less than everything cannot run yet' },
        { path: 'timeline[0]', message: 'injects of a timeline cannot run yet' },
      ],
    });
    expect(answer.body.detail).toBe(
      'small@3.0.0 is valid, but uses what cannot run here yet:\n  roles: roles that see less than everything\n  timeline[0]: injects of a timeline',
    );
  });

  it('is launched once it no longer does', async () => {
    const digest = await draft('3.0.1', '');
    const answer = await author.post('/api/v1/exercises', { scenario: digest, mode: 'solo' });
    expect(answer.status).toBe(201);
  });
});

describe("a team's name in what its learners read", () => {
  it('is their own, as machines take it', async () => {
    const task = `  - id: named
    title: { vi: Tên, en: Name }
    description: { vi: 'Đội {{ team.name }} ở {{ networks.lan.cidr }}', en: 'Team {{ team.name }} at {{ nodes.box.ip.lan }}' }
    points: 10
    answer: { value: x }
`;
    const digest = await draft('3.1.0', task);
    const created = await author.post('/api/v1/exercises', {
      scenario: digest,
      mode: 'solo',
      teams: [{ id: 'a', name: 'Sông Hương $(id)', members: [] }],
    });
    expect(created.status).toBe(201);
    const shown = await author.get(`/api/v1/exercises/${created.body.id}/scenario`);
    expect(shown.body.tasks.at(-1).description).toEqual({
      vi: 'Đội Sông Hương id ở 192.168.56.0/24',
      en: 'Team Sông Hương id at 192.168.56.10',
    });
  });
});
