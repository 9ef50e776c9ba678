/**
 * What `npm test` gives the tests, by name.
 * @throws Error saying how to run them when it is not there
 */
export function fromTestRun(
  name: 'VOCR_TEST_DATABASE_URL' | 'VOCR_TEST_REDIS_URL' | 'VOCR_TEST_CHROMIUM',
): string {
  const value = process.env[name];
  if (value) return value;
  throw new Error(
    `${name} is not set: these tests need real services; run npm test -- --only SUITE [FILTER]`,
  );
}
