import { expect, it } from 'vitest';
import { given } from '../testing/given.js';
import { finished, rulesWith, ticked } from '../testing/log.js';

const mail = (more: object) =>
  rulesWith([], { mail: { title: { en: 'Mail' }, check: [{ node: 'web', tcp: { port: 25 } }], ...more } });

it('a tick says the state and the tick, and that it was assumed only where it was', () => {
  const { ledger } = given(mail({ points: 3 })).when(
    ticked('t1', 4, { mail: 'up' }),
    ticked('t1', 5, { mail: 'unknown' }),
  );
  expect(ledger.entries.map(({ detail }) => detail)).toEqual([
    { service: 'mail', state: 'up', tick: 4 },
    { service: 'mail', state: 'up', tick: 5, assumed: true },
  ]);
});

it('a degraded service earns nothing where the rules give nothing for it', () =>
  given(mail({ points: 3 }))
    .when(ticked('t1', 0, { mail: 'degraded' }))
    .thenNothing());

it('an agreement without a penalty costs nothing', () =>
  given(mail({ points: 0, sla: { target: 90, penalty: 0 } }))
    .when(ticked('t1', 0, { mail: 'down' }), finished)
    .thenNothing());

it('an agreement that was not kept says in how many of the ticks the service was up, to a tenth of a percent', () => {
  const { ledger } = given(mail({ points: 0, sla: { target: 90, penalty: 9 } })).when(
    ticked('t1', 0, { mail: 'up' }),
    ticked('t1', 1, { mail: 'up' }),
    ticked('t1', 2, { mail: 'down' }),
    finished,
  );
  expect(ledger.entries.map(({ points, detail }) => [points, detail])).toEqual([
    [-9, { service: 'mail', level: { percent: 66.6, target: 90 } }],
  ]);
});
