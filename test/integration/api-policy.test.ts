import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InvalidPolicy, ScenarioPacks, loadPolicy } from '#persistence';
import { tarOf } from '#range';
import { startApplication, type Someone, type TestApplication } from '../support/application.js';
import { smallScenario } from '../support/scenario.js';

const folder = mkdtempSync(join(tmpdir(), 'vocr-policy-'));
const file = join(folder, 'policy.yaml');
let app: TestApplication;
let author: Someone;

beforeAll(async () => {
  writeFileSync(file, 'capabilities: [CHOWN]\nnode: { memory: 512M }\n');
  process.env.VOCR_POLICY = file;
  app = await startApplication();
  delete process.env.VOCR_POLICY;
  author = await app.someone('author', 'author');
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

/** The small scenario with one more line at its node, as another version. */
function asking(line: string, version: string): Map<string, Uint8Array> {
  const yaml = smallScenario['scenario.yaml']!.replace('version: 1.0.0', `version: ${version}`).replace(
    '    terminal: { user: root }',
    `    terminal: { user: root }\n    ${line}`,
  );
  return new Map(
    Object.entries({ ...smallScenario, 'scenario.yaml': yaml }).map(([path, text]) => [
      path,
      Buffer.from(text),
    ]),
  );
}

async function draft(files: Map<string, Uint8Array>) {
  const archive = await tarOf(
    [...files].map(([path, content]) => ({
      path,
      content: Buffer.from(content),
      uid: 0,
      gid: 0,
      mode: 0o644,
    })),
  );
  return author.post('/api/v1/scenarios/drafts', new Uint8Array(archive), {
    'content-type': 'application/x-tar',
  });
}

describe('the policy of an installation', () => {
  it.each([
    ['capabilities: [CHOWN, NET_RAW]', '1.1.0', /scenario\.yaml:\d+:27 NET_RAW is not a capability/],
    [
      'resources: { memory: 1G }',
      '1.1.1',
      /scenario\.yaml:\d+:26 1G of memory is more than a node may have here: 512M/,
    ],
    ['setuid: true', '1.1.2', /scenario\.yaml:\d+:13 programs that gain rights/],
    ['runtime: nvidia', '1.1.3', /scenario\.yaml:\d+:14 nvidia is not a runtime/],
    [
      'sysctls: { net.ipv4.ip_forward: 1 }',
      '1.1.4',
      /scenario\.yaml:\d+:16 net\.ipv4\.ip_forward is not a sysctl/,
    ],
  ])('refuses a draft with %s by line', async (line, version, message) => {
    const answer = await draft(asking(line, version));
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ type: 'urn:vocr:problem:scenario-invalid' });
    expect(answer.body.detail).toMatch(message);
  });

  it('takes what is within it, and starts it', async () => {
    const kept = await draft(asking('capabilities: [CHOWN]', '1.2.0'));
    expect(kept.status).toBe(201);
    const made = await author.post('/api/v1/exercises', { scenario: kept.body.digest, mode: 'solo' });
    expect(made.status).toBe(201);
  });

  it('refuses an exercise of a scenario that it permitted once, by line, and leaves those that pin it readable', async () => {
    const { digest } = await new ScenarioPacks(app.db).add(asking('capabilities: [NET_RAW]', '1.3.0'));
    for (const scenario of ['small@1.3.0', digest]) {
      const answer = await author.post('/api/v1/exercises', { scenario, mode: 'solo' });
      expect(answer.status).toBe(422);
      expect(answer.body).toMatchObject({ type: 'urn:vocr:problem:scenario-refused' });
      expect(answer.body.detail).toMatch(/scenario\.yaml:\d+:20 NET_RAW is not a capability/);
    }
    expect((await author.get('/api/v1/scenarios/small@1.3.0')).status).toBe(200);
    const instructor = await app.someone('instructor', 'instructor');
    const pool = await instructor.post('/api/v1/pools', { scenario: 'small@1.3.0', size: 1 });
    expect(pool).toMatchObject({ status: 422, body: { type: 'urn:vocr:problem:scenario-refused' } });
  });
});

describe('the file of the policy', () => {
  it('is named when it is not there, and its faults by line', async () => {
    await expect(loadPolicy(join(folder, 'none.yaml'))).rejects.toThrow(
      /none\.yaml \(VOCR_POLICY\) cannot be read/,
    );
    const wrong = join(folder, 'wrong.json');
    writeFileSync(wrong, '{\n  "capabilities": ["SYS_ADMIN"]\n}');
    await expect(loadPolicy(wrong)).rejects.toThrow(InvalidPolicy);
    await expect(loadPolicy(wrong)).rejects.toThrow(/wrong\.json:2:20 .*SYS_ADMIN leads out of a container/);
  });

  it('is wanted by nobody by default', async () => {
    expect((await loadPolicy(undefined)).setuid).toBe(false);
  });
});
