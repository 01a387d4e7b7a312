/** A malformed key is refused by every route that writes, whether it has a use for one or not. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routeTable } from '../../../src/api/http/auth/routeAccess.ts';
import { uuid } from '../../support/showtimes.ts';
import { call, hold, openCinema } from '../support/cinema.ts';
import { sell } from '../support/sales.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

let target: TestApp;
/** Of one hold and one booking that there are: without their proofs a route says 404 before all else. */
let proofs: Readonly<Record<string, string>>;
let [holdId, bookingId] = ['', ''];
beforeAll(async () => {
  target = await openTestApp();
  const cinema = await openCinema(target);
  const { booking, access } = await sell(target, cinema, ['A1']);
  const { body: held } = await hold(target, cinema, { seatIds: ['A5'] });
  [holdId, bookingId] = [held.holdId, booking.bookingId];
  proofs = { 'hold-token': held.holdToken, ...access };
});
afterAll(() => target.close());

const isWrite = (route: string) => /^(POST|PUT|DELETE) /.test(route);
const writes = Object.entries(routeTable).filter(([route]) => isWrite(route));

const send = async (route: string, key: string, as?: Parameters<TestApp['bearer']>[0]) => {
  const [method = '', path = ''] = route.split(' ');
  const token = as === undefined ? {} : await target.bearer(as);
  const answer = await call<{ errors?: readonly object[] }>(target, {
    method: method as 'POST' | 'PUT' | 'DELETE',
    url: path
      .replace(':holdId', holdId)
      .replace('bookings/:id', `bookings/${bookingId}`)
      .replaceAll(/:\w+/g, uuid(7)),
    headers: { 'content-type': 'application/json', ...proofs, 'idempotency-key': key, ...token },
    ...(method === 'DELETE' ? {} : { payload: '{}' }),
  });
  return [answer.status, answer.body.errors];
};

const refusedFor = (message: string) => [400, [{ path: 'Idempotency-Key', message, in: 'header' }]];
const malformed = refusedFor('16 to 128 characters of A-Z a-z 0-9 - _');

it('is asked of every route that writes', () => expect(writes.length).toBeGreaterThan(25));

describe.each(writes)('%s', (route, { roles }) => {
  const [first] = roles === 'anyone' ? [] : roles;
  const role = roles.includes('admin') ? 'admin' : first;

  it.each(['', 'short', 'x'.repeat(129), 'with spaces in it, and more'])('refuses %j', async (key) =>
    expect(await send(route, key, role)).toEqual(malformed),
  );

  if (role === undefined) {
    it('wants 22 characters of a guest', async () =>
      expect(await send(route, 'x'.repeat(21))).toEqual(
        refusedFor('without a token: at least 22 random characters'),
      ));
  }

  it('looks at the body once the key is sound', async () => {
    const [, errors] = await send(route, 'x'.repeat(22), role);
    expect(errors).not.toEqual(malformed[1]);
  });
});
