/** How often a caller or an address may try to pay, and ask for mails. */
import { expect, it } from 'vitest';
import { call, hold, openCinema, problemOf } from '../support/cinema.ts';
import { openingOthers } from '../support/openingOthers.ts';
import { book, freshKey, orderOf, person } from '../support/sales.ts';
import type { TestApp } from '../support/testApp.ts';

const openOther = openingOthers();

const openHouse = async () => {
  const rateLimit = { max: 1_000_000, exemptLoopback: true };
  const target = await openOther({ settings: { rateLimit, trustedProxies: { hops: 1 } } });
  return { target, cinema: await openCinema(target) };
};

const from = (address: string, session?: string): Record<string, string> => ({
  'x-forwarded-for': address,
  ...(session === undefined ? {} : { 'guest-session': session }),
});
const sessionOf = async (target: TestApp): Promise<string> =>
  String((await call(target, { url: '/v1/movies' })).headers['guest-session']);

const budgetOf = (answer: { readonly status: number; readonly body: unknown }): string => {
  const { budget } = answer.body as { budget?: string };
  return budget === undefined ? problemOf(answer) : `${answer.status} ${budget}`;
};
const tally = (answers: readonly string[]): Record<string, number> =>
  Object.fromEntries(
    [...new Set(answers)].map((each) => [each, answers.filter((one) => one === each).length]),
  );

it('stops one address that tries 43 cards as strangers', async () => {
  const { target, cinema } = await openHouse();
  const held = await Promise.all(
    ['A1', 'A2', 'A3', 'A4', 'A5'].map((seat) =>
      hold(target, cinema, { seatIds: [seat] }, from('192.0.2.7')),
    ),
  );
  const answers: string[] = [];
  for (let card = 0; card < 43; card += 1) {
    const order = orderOf(held[card % 5]?.body.holdToken ?? '', 'tok_declined');
    answers.push(budgetOf(await book(target, order, { ...freshKey(), ...from('192.0.2.7') })));
  }
  expect(tally(answers)).toEqual({ '402 payment-declined': 20, '429 payments': 23 });
  // Its neighbours go on buying.
  const other = await hold(target, cinema, { seatIds: ['B1'] }, from('192.0.2.8'));
  const bought = await book(target, orderOf(other.body.holdToken), { ...freshKey(), ...from('192.0.2.8') });
  expect(bought.status).toBe(201);
});

it('stops one caller that tries card after card from many addresses, and answers a repeat as before', async () => {
  const { target, cinema } = await openHouse();
  const session = await sessionOf(target);
  const { body } = await hold(target, cinema, { seatIds: ['A1'] }, from('192.0.2.1', session));
  const key = freshKey();
  const answers: string[] = [];
  for (let card = 0; card < 12; card += 1) {
    const headers = { ...(card === 0 ? key : freshKey()), ...from(`192.0.2.${card}`, session) };
    answers.push(budgetOf(await book(target, orderOf(body.holdToken, 'tok_declined'), headers)));
  }
  expect(tally(answers)).toEqual({ '402 payment-declined': 10, '429 payments': 2 });
  const repeat = { ...key, ...from('192.0.2.1', session) };
  expect(budgetOf(await book(target, orderOf(body.holdToken, 'tok_declined'), repeat))).toBe(
    '402 payment-declined',
  );
});

it('stops one caller that tries 43 cards at once', async () => {
  const { target, cinema } = await openHouse();
  const session = await sessionOf(target);
  const seats = ['A1', 'A2', 'A3', 'A4'];
  const held = await Promise.all(
    seats.map((seat) => hold(target, cinema, { seatIds: [seat] }, from('192.0.2.1', session))),
  );
  const answers = await Promise.all(
    Array.from({ length: 43 }, (_, card) => {
      const order = orderOf(held[card % seats.length]?.body.holdToken ?? '', `tok_declined:card-${card}`);
      return book(target, order, { ...freshKey(), ...from(`192.0.2.${card}`, session) });
    }),
  );
  expect(tally(answers.map(budgetOf))['429 payments']).toBe(33);
  expect(target.office.bank.entries().filter(({ kind }) => kind === 'authorize').length).toBeLessThan(11);
});

it('stops a card that is tried by caller after caller from everywhere, and tells it to no one', async () => {
  const { target, cinema } = await openHouse();
  const { log, logged, clock } = target;
  const attempt = async (nth: number, token: string) => {
    const seatIds = [`${nth < 12 ? 'A' : 'B'}${(nth % 12) + 1}`];
    const { body } = await hold(target, cinema, { seatIds }, from(`192.0.2.${nth}`));
    return budgetOf(
      await book(target, orderOf(body.holdToken, token), { ...freshKey(), ...from(`192.0.2.${nth}`) }),
    );
  };
  const answers: string[] = [];
  for (let nth = 0; nth < 8; nth += 1) answers.push(await attempt(nth, `tok_declined:visa-1:token-${nth}`));
  expect(tally(answers)).toEqual({ '402 payment-declined': 5, '429 payments': 3 });
  expect(await attempt(8, 'tok_ok:visa-1:another')).toBe('429 payments');
  expect(await attempt(9, 'tok_ok:visa-2')).toBe('201');
  expect(await attempt(10, 'tok_ok')).toBe('201');
  for (const text of [JSON.stringify(log.events), logged.join('')]) expect(text).not.toContain('visa-1');
  clock.advance(60 * 60_000);
  expect(await attempt(11, 'tok_ok:visa-1')).toBe('201');
});

it('counts no payment that succeeds for the address', async () => {
  const { target, cinema } = await openHouse();
  const seats = ['A', 'B'].flatMap((row) => Array.from({ length: 12 }, (_, seat) => `${row}${seat + 1}`));
  const answers: string[] = [];
  for (const seat of seats) {
    const { body } = await hold(target, cinema, { seatIds: [seat] }, from('192.0.2.7'));
    const customer = { ...person, email: `${seat}@example.org` };
    const order = { ...orderOf(body.holdToken), customer };
    answers.push(budgetOf(await book(target, order, { ...freshKey(), ...from('192.0.2.7') })));
  }
  expect(tally(answers)).toEqual({ '201': 24 });
});

it('bounds the mails that one address may cause', async () => {
  const { target } = await openHouse();
  const answers: string[] = [];
  for (let round = 0; round < 22; round += 1) {
    const payload = { email: `somebody${round}@example.org` };
    const url = '/v1/sign-in/email';
    answers.push(budgetOf(await call(target, { method: 'POST', url, headers: from('192.0.2.7'), payload })));
  }
  const payload = { reference: 'ABCD1234', email: person.email };
  const url = '/v1/bookings/recover';
  answers.push(budgetOf(await call(target, { method: 'POST', url, headers: from('192.0.2.7'), payload })));
  expect(tally(answers)).toEqual({ '202': 20, '429 mails': 3 });
  expect((await call(target, { method: 'POST', url, headers: from('192.0.2.8'), payload })).status).toBe(202);
});

it('sells one customer no more than the purchase limit of a showtime, however the seats are bought', async () => {
  const { target, cinema } = await openHouse();
  const answers: string[] = [];
  const buy = async (seatIds: readonly string[], name: string, email = person.email) => {
    const { body } = await hold(target, cinema, { seatIds }, from(name));
    const order = { ...orderOf(body.holdToken), customer: { ...person, email } };
    return book(target, order, { ...freshKey(), ...from(name) });
  };
  const seats = (row: string, first: number, count: number) =>
    Array.from({ length: count }, (_, place) => `${row}${first + place}`);
  const bought = await buy(seats('A', 1, 10), '192.0.2.1');
  answers.push(budgetOf(bought));
  answers.push(budgetOf(await buy(seats('B', 1, 9), '192.0.2.2')));
  const refused = await buy(seats('B', 10, 2), '192.0.2.3');
  answers.push(budgetOf(refused));
  expect(answers).toEqual(['201', '201', '409 purchase-limit']);
  expect((refused.body as { max?: number }).max).toBe(20);
  expect(budgetOf(await buy(seats('A', 11, 2), '192.0.2.4', 'other@example.org'))).toBe('201');
  // What was cancelled may be bought again.
  const cancel = {
    method: 'POST',
    url: `/v1/bookings/${bought.body.bookingId}/cancel`,
    headers: { ...freshKey(), 'booking-access': bought.body.accessToken },
    payload: {},
  } as const;
  expect((await call(target, cancel)).status).toBe(200);
  target.clock.advance(3 * 60_000);
  expect(budgetOf(await buy(seats('A', 1, 2), '192.0.2.5'))).toBe('201');
});

it('does not let two purchases at once pass the limit together', async () => {
  const { target, cinema } = await openHouse();
  const holds = await Promise.all(
    ['A', 'B', 'A'].map((row, place) => {
      const seatIds = Array.from(
        { length: place === 2 ? 2 : 10 },
        (_, seat) => `${row}${seat + 1 + (place === 2 ? 10 : 0)}`,
      );
      return hold(target, cinema, { seatIds }, from(`192.0.2.${place}`));
    }),
  );
  const answers = await Promise.all(
    holds.map(({ body }, place) =>
      book(target, orderOf(body.holdToken), { ...freshKey(), ...from(`192.0.2.${place}`) }),
    ),
  );
  expect(tally(answers.map(budgetOf))).toEqual({ '201': 2, '409 purchase-limit': 1 });
});
