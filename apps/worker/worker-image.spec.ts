import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { platformImages } from '#scenario';

const docker = join(import.meta.dirname, '../../docker');

describe("the worker's own image", () => {
  it('has the folder of each image that the worker builds', () => {
    const images = readdirSync(docker).filter((name) => existsSync(join(docker, name, 'Dockerfile')));
    expect(images).toContain('helper');
    expect(images.map((name) => `vocr/${name}`)).toEqual(expect.arrayContaining([...platformImages]));
    const dockerfile = readFileSync(join(docker, 'Dockerfile'), 'utf8');
    for (const name of images) expect(dockerfile).toContain(`COPY docker/${name} docker/${name}\n`);
  });
});
