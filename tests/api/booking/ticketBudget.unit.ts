/** A loop over tickets: each drawing costs a tenth of a second of a thread. */
import { expect, it } from 'vitest';
import { call, openCinema, problemOf } from '../support/cinema.ts';
import { openingOthers } from '../support/openingOthers.ts';
import { sell } from '../support/sales.ts';

const openOther = openingOthers();
const settings = { rateLimit: { max: 1_000_000, exemptLoopback: true }, trustedProxies: { hops: 1 } };

it('bounds drawings per caller and address, and gives what is drawn all the same', async () => {
  const target = await openOther({ settings });
  const cinema = await openCinema(target);
  const theater = `/v1/theaters/${cinema.theaterId}`;
  const { body } = await call(target, { url: theater });
  const payload = { ...body, policies: { budgets: { ticketsDrawnMax: 2 } } };
  await call(target, { method: 'PUT', url: theater, headers: cinema.admin, payload });
  const bookings = await Promise.all(
    ['A1', 'A2', 'A3', 'B1', 'B2'].map((seat, nth) =>
      sell(target, cinema, [seat], { headers: { 'x-forwarded-for': `192.0.2.${nth + 100}` } }),
    ),
  );
  const [one, two, three] = bookings;
  if (one === undefined || two === undefined || three === undefined) throw new Error('not sold');
  const draw = ({ url, access }: typeof one, headers: Readonly<Record<string, string>>, accept: string) =>
    call<{ budget?: string }>(target, { url: `${url}/ticket`, headers: { ...access, ...headers, accept } });
  const { headers } = await call(target, { url: '/v1/movies', headers: { 'x-forwarded-for': '192.0.2.1' } });
  const from = (host: number) => ({
    'x-forwarded-for': `192.0.2.${host}`,
    'guest-session': String(headers['guest-session']),
  });
  // Another network is no other caller.
  expect((await draw(one, from(1), 'image/png')).status).toBe(200);
  expect((await draw(two, from(2), 'image/png')).status).toBe(200);
  const refused = await draw(three, from(3), 'image/png');
  expect([problemOf(refused), refused.body.budget, refused.headers['retry-after']]).toEqual([
    '429 budget-exhausted',
    'tickets',
    '3600',
  ]);
  expect((await draw(one, from(4), 'image/png')).status).toBe(200);
  const staff = { ...from(1), ...(await target.bearer('staff', { theaterIds: [cinema.theaterId] })) };
  for (const each of [two, three]) expect((await draw(each, staff, 'image/svg+xml')).status).toBe(200);
  // Callers without a past, from one address.
  const fresh = { 'x-forwarded-for': '192.0.2.50' };
  const answers: string[] = [];
  for (const accept of ['application/pdf', 'image/svg+xml', 'image/png']) {
    for (const each of bookings) answers.push(problemOf(await draw(each, fresh, accept)));
  }
  // Four of fifteen are kept, ten may be drawn: five times what one caller may.
  expect(answers).toEqual([...Array.from({ length: 14 }, () => '200'), '429 budget-exhausted']);
  target.clock.advance(3_600_000);
  expect((await draw(three, from(1), 'application/pdf')).status).toBe(200);
});
