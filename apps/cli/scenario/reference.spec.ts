import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { referenceText } from './schema.js';

const file = new URL('../../../scenarios/reference.md', import.meta.url);

it('is in scenarios/reference.md as the schema has it now', () => {
  expect(
    readFileSync(file, 'utf8') === referenceText(),
    'run npx vocr scenario schema --reference --out scenarios/reference.md',
  ).toBe(true);
});
