/** What one caller or address may hold: attacks that empty a house, and the honest who stand beside them. */
import { expect, it } from 'vitest';
import { minutes } from '../../support/showtimes.ts';
import { type Cinema, call, hall, hold, openCinema, problemOf } from '../support/cinema.ts';
import { openingOthers } from '../support/openingOthers.ts';
import { openQueueOf } from '../support/queues.ts';
import type { TestApp } from '../support/testApp.ts';

const openOther = openingOthers();
const rateLimit = { max: 1_000_000, exemptLoopback: true };
const trustedProxies = { hops: 1 };

const rowsOf = (count: number) =>
  Array.from({ length: count }, (_, row) => ({
    id: `R${row}`,
    seats: Array.from({ length: 12 }, (__, place) => ({ number: place + 1 })),
  }));

/** A show in a hall of `rows` times twelve seats, behind a proxy. */
const openHouse = async (rows: number, more: { readonly policies?: object } = {}) => {
  const target = await openOther({ settings: { rateLimit, trustedProxies } });
  const cinema = await openCinema(target);
  const { admin: headers } = cinema;
  const make = async (url: string, payload: object, method: 'POST' | 'PUT' = 'POST') => {
    const answer = await call<{ id: string }>(target, { method, url, headers, payload });
    expect([url, problemOf(answer)]).toEqual([url, method === 'POST' ? '201' : '200']);
    return answer.body.id;
  };
  const { policies } = more;
  if (policies !== undefined) {
    const url = `/v1/theaters/${cinema.theaterId}`;
    const { body } = await call(target, { url });
    await make(url, { ...body, policies: { ...Object(body.policies), ...policies } }, 'PUT');
  }
  const hallId = await make(`/v1/theaters/${cinema.theaterId}/halls`, { ...hall, rows: rowsOf(rows) });
  const showtimeId = await make('/v1/showtimes', { ...cinema.showtime, hallId });
  return { target, cinema: { ...cinema, showtimeId }, logged: target.logged };
};

const from = (address: string, session?: string): Record<string, string> => ({
  'x-forwarded-for': address,
  ...(session === undefined ? {} : { 'guest-session': session }),
});

const sessionOf = async (target: TestApp, address: string): Promise<string> =>
  String((await call(target, { url: '/v1/movies', headers: from(address) })).headers['guest-session']);

const best = (count: number) => ({ bestAvailable: { count } });

const budgetOf = (answer: { readonly status: number; readonly body: unknown }): string => {
  const { budget } = answer.body as { budget?: string };
  return budget === undefined ? problemOf(answer) : `${answer.status} ${budget}`;
};

const freeIn = async (target: TestApp, { showtimeId }: Cinema): Promise<number> => {
  const url = `/v1/showtimes/${showtimeId}/seats?view=compact`;
  const { body } = await call<{ status: string }>(target, { url });
  return [...body.status].filter((letter) => letter === 'A').length;
};

it('leaves three quarters of a house to others when one anonymous client asks for all of it', async () => {
  const { target, cinema } = await openHouse(10);
  const answers = await Promise.all(
    Array.from({ length: 44 }, () => hold(target, cinema, best(3), from('192.0.2.7'))),
  );
  expect(new Set(answers.map(budgetOf))).toEqual(new Set(['201', '429 share']));
  expect(await freeIn(target, cinema)).toBe(90);
  const refused = answers.find(({ status }) => status === 429);
  expect(Number(refused?.headers['retry-after'])).toBe(30);
  // Another IPv6 address of the same subscriber is no other address; another subscriber is.
  expect(budgetOf(await hold(target, cinema, best(2), from('192.0.2.8')))).toBe('201');
});

it('counts an IPv6 network once', async () => {
  const { target, cinema } = await openHouse(10);
  const answers: string[] = [];
  for (let host = 1; host <= 12; host += 1) {
    answers.push(budgetOf(await hold(target, cinema, best(5), from(`2001:db8:1:2::${host}`))));
  }
  expect(answers.filter((each) => each === '201')).toHaveLength(6);
  expect(answers.at(-1)).toBe('429 share');
});

it('bounds holds and seats of one caller over all showtimes, and frees them when a hold is given back', async () => {
  const { target, cinema } = await openHouse(20);
  const session = await sessionOf(target, '192.0.2.1');
  // A phone that changes its network keeps its budget.
  const holdFrom = (host: number, count: number) =>
    hold(target, cinema, best(count), from(`192.0.2.${host}`, session));
  const first = await holdFrom(1, 1);
  for (let host = 2; host <= 4; host += 1) expect(budgetOf(await holdFrom(host, 1))).toBe('201');
  const fifth = await holdFrom(5, 1);
  expect(budgetOf(fifth)).toBe('429 open-holds');
  expect(Number(fifth.headers['retry-after'])).toBe(600);
  const { holdId, holdToken } = first.body;
  const headers = { 'hold-token': holdToken };
  expect((await call(target, { method: 'DELETE', url: `/v1/holds/${holdId}`, headers })).status).toBe(204);
  expect(budgetOf(await holdFrom(6, 1))).toBe('201');
  target.clock.advance(minutes(10) + 1_000);
  expect(budgetOf(await holdFrom(7, 10))).toBe('201');
  expect(budgetOf(await holdFrom(8, 10))).toBe('201');
  expect(budgetOf(await holdFrom(9, 1))).toBe('429 seats-held');
});

it('counts seats that a hold takes by a swap', async () => {
  const { target, cinema } = await openHouse(9);
  const headers = from('192.0.2.1', await sessionOf(target, '192.0.2.1'));
  const names = (row: number, count: number) =>
    Array.from({ length: count }, (_, place) => `R${row}${place + 1}`);
  const made = await Promise.all(
    [0, 1, 2].map((row) => hold(target, cinema, { seatIds: names(row, 1) }, headers)),
  );
  const swap = async (row: number, count: number) => {
    const { holdId = '', holdToken = '' } = made[row]?.body ?? {};
    const payload = { seatIds: names(row, count) };
    const url = `/v1/holds/${holdId}/seats`;
    return budgetOf(
      await call(target, { method: 'PUT', url, headers: { ...headers, 'hold-token': holdToken }, payload }),
    );
  };
  expect(await swap(0, 10)).toBe('200');
  expect(await swap(1, 9)).toBe('200');
  expect(await swap(2, 2)).toBe('429 seats-held');
  expect(await swap(1, 8)).toBe('200');
  expect(await swap(2, 2)).toBe('200');
});

it('makes releasing and taking again no way to keep seats', async () => {
  const { target, cinema } = await openHouse(10, { policies: { budgets: { seatMinutesMax: 100 } } });
  const headers = from('192.0.2.1', await sessionOf(target, '192.0.2.1'));
  const answers: string[] = [];
  for (let round = 0; round < 4; round += 1) {
    const made = await hold(target, cinema, best(5), headers);
    answers.push(budgetOf(made));
    if (made.status !== 201) break;
    target.clock.advance(minutes(9));
    const { holdId, holdToken } = made.body;
    const release = {
      method: 'DELETE',
      url: `/v1/holds/${holdId}`,
      headers: { 'hold-token': holdToken },
    } as const;
    expect((await call(target, release)).status).toBe(204);
  }
  // 45 minutes of seats used, 45 more, and another 50 do not fit into 100.
  expect(answers).toEqual(['201', '201', '429 seat-minutes']);
  target.clock.advance(minutes(60));
  expect(budgetOf(await hold(target, cinema, best(5), headers))).toBe('201');
});

const rowNames = (row: number, count: number) =>
  Array.from({ length: count }, (_, place) => `R${row}${place + 1}`);

it('counts swaps that come together: small holds do not grow beyond what one caller may hold', async () => {
  const { target, cinema } = await openHouse(20);
  const headers = from('192.0.2.1', await sessionOf(target, '192.0.2.1'));
  const made = await Promise.all(
    [0, 1, 2, 3].map((row) => hold(target, cinema, { seatIds: rowNames(row, 1) }, headers)),
  );
  const grown = await Promise.all(
    made.map(async ({ body: { holdId, holdToken } }, row) =>
      budgetOf(
        await call(target, {
          ...{ method: 'PUT', url: `/v1/holds/${holdId}/seats` },
          headers: { ...headers, 'hold-token': holdToken },
          payload: { seatIds: rowNames(row, 9) },
        }),
      ),
    ),
  );
  expect(grown.toSorted()).toEqual(['200', '200', '429 seats-held', '429 seats-held']);
  expect(await freeIn(target, cinema)).toBe(20 * 12 - 20);
});

it('counts the minutes of seats that were swapped away before the hold was given back', async () => {
  const { target, cinema } = await openHouse(10, { policies: { budgets: { seatMinutesMax: 200 } } });
  const headers = from('192.0.2.1', await sessionOf(target, '192.0.2.1'));
  const answers: string[] = [];
  for (let round = 0; round < 4; round += 1) {
    const made = await hold(target, cinema, { seatIds: rowNames(0, 10) }, headers);
    answers.push(budgetOf(made));
    if (made.status !== 201) break;
    target.clock.advance(minutes(9));
    const { holdId, holdToken } = made.body;
    const own = { ...headers, 'hold-token': holdToken };
    const payload = { seatIds: rowNames(0, 1) };
    await call(target, { method: 'PUT', url: `/v1/holds/${holdId}/seats`, headers: own, payload });
    await call(target, { method: 'DELETE', url: `/v1/holds/${holdId}`, headers: own });
  }
  expect(answers).toEqual(['201', '201', '429 seat-minutes']);
});

it('never refuses what is remembered, and charges it once', async () => {
  const { target, cinema } = await openHouse(10);
  const session = await sessionOf(target, '192.0.2.1');
  const keyed = (name: string) => ({
    ...from('192.0.2.1', session),
    'idempotency-key': `${name}-0123456789-0123456789`,
  });
  const first = await hold(target, cinema, best(1), keyed('one'));
  for (const name of ['two', 'three', 'four']) {
    expect(budgetOf(await hold(target, cinema, best(1), keyed(name)))).toBe('201');
  }
  expect(budgetOf(await hold(target, cinema, best(1), keyed('five')))).toBe('429 open-holds');
  const again = await hold(target, cinema, best(1), keyed('one'));
  expect([again.status, again.body, again.headers['idempotency-replayed']]).toEqual([
    201,
    first.body,
    'true',
  ]);
  expect(problemOf(await hold(target, cinema, best(2), keyed('one')))).toBe('422 idempotency-key-reused');
});

it('keeps the minutes of a hold when its request is repeated after the release', async () => {
  const { target, cinema } = await openHouse(10, { policies: { budgets: { seatMinutesMax: 100 } } });
  const headers = from('192.0.2.1', await sessionOf(target, '192.0.2.1'));
  const answers: string[] = [];
  for (const name of ['one', 'two', 'three']) {
    const keyed = { ...headers, 'idempotency-key': `${name}-0123456789-0123456789` };
    const made = await hold(target, cinema, best(5), keyed);
    answers.push(budgetOf(made));
    if (made.status !== 201) break;
    target.clock.advance(minutes(9));
    const { holdId, holdToken } = made.body;
    await call(target, {
      method: 'DELETE',
      url: `/v1/holds/${holdId}`,
      headers: { 'hold-token': holdToken },
    });
    expect((await hold(target, cinema, best(5), keyed)).headers['idempotency-replayed']).toBe('true');
  }
  expect(answers).toEqual(['201', '201', '429 seat-minutes']);
});

it('sends a caller without a turn to the queue before it speaks of a budget', async () => {
  const { target, cinema } = await openHouse(10);
  const headers = from('192.0.2.1', await sessionOf(target, '192.0.2.1'));
  for (let round = 0; round < 4; round += 1) {
    expect(budgetOf(await hold(target, cinema, best(1), headers))).toBe('201');
  }
  expect(budgetOf(await hold(target, cinema, best(1), headers))).toBe('429 open-holds');
  target.clock.advance(minutes(1));
  const room = await openQueueOf(target, cinema);
  expect(budgetOf(await hold(target, cinema, best(1), headers))).toBe('403 queue-required');
  // Nothing was spent on the refused ones, and a caller with a turn has budgets like everyone.
  const { entry } = (await room.enter(headers)).body;
  await room.advance(room.untilSale());
  const { admission = '' } = (await room.look(headers, entry)).body;
  const byTurn = { ...headers, 'queue-admission': admission };
  const answers: string[] = [];
  for (let round = 0; round < 5; round += 1) {
    answers.push(budgetOf(await hold(target, cinema, best(1), byTurn)));
  }
  expect(answers).toEqual(['201', '201', '201', '201', '429 open-holds']);
});

it('gives back what a refused hold had spent', async () => {
  const { target, cinema } = await openHouse(10);
  const headers = from('192.0.2.1', await sessionOf(target, '192.0.2.1'));
  await hold(target, cinema, { seatIds: ['R01'] }, from('192.0.2.9'));
  for (let round = 0; round < 6; round += 1) {
    // With a key the refusal is not known at once.
    const keyed = { ...headers, 'idempotency-key': `round-${round}-0123456789-0123456789` };
    const answer = await hold(target, cinema, { seatIds: ['R01'] }, keyed);
    expect(budgetOf(answer)).toBe('409 seats-unavailable');
  }
  expect(budgetOf(await hold(target, cinema, best(11), headers))).toBe('422 too-many-seats');
  expect(budgetOf(await hold(target, cinema, best(10), headers))).toBe('201');
});

it('speaks of a budget before it speaks of seats, and spends nothing on those that are taken', async () => {
  const { target, cinema } = await openHouse(10);
  const [one, two] = [
    from('192.0.2.1', await sessionOf(target, '192.0.2.1')),
    from('192.0.2.2', await sessionOf(target, '192.0.2.2')),
  ];
  for (const seatId of ['R01', 'R02', 'R03', 'R04']) {
    expect(budgetOf(await hold(target, cinema, { seatIds: [seatId] }, one))).toBe('201');
  }
  const taken = { seatIds: ['R01'] };
  for (let round = 0; round < 50; round += 1) {
    expect(budgetOf(await hold(target, cinema, taken, two))).toBe('409 seats-unavailable');
  }
  expect(budgetOf(await hold(target, cinema, taken, one))).toBe('429 open-holds');
  expect(budgetOf(await hold(target, cinema, { seatIds: ['R05'] }, two))).toBe('201');
});

it('lets staff of the theater go beyond, and says so in the log and the metrics', async () => {
  const { target, cinema, logged } = await openHouse(10);
  const staff = {
    ...from('192.0.2.1'),
    ...(await target.bearer('staff', { theaterIds: [cinema.theaterId] })),
  };
  for (let round = 0; round < 6; round += 1) {
    expect(budgetOf(await hold(target, cinema, best(2), staff))).toBe('201');
  }
  const said = logged.filter((line) => line.includes('staff went beyond a budget'));
  expect(said).toHaveLength(2);
  const { budget, showtimeId } = JSON.parse(said[0] ?? '') as Record<string, string>;
  expect([budget, showtimeId]).toEqual(['open-holds', cinema.showtimeId]);
  const other = {
    ...from('192.0.2.1'),
    ...(await target.bearer('staff', { theaterIds: [cinema.showtimeId], subject: 'elsewhere' })),
  };
  for (let round = 0; round < 4; round += 1) await hold(target, cinema, best(1), other);
  expect(budgetOf(await hold(target, cinema, best(1), other))).toBe('429 open-holds');
  const metrics = (await target.deps.metrics.metrics()).split('\n');
  expect(metrics.filter((line) => /^marquee_budget.*open-holds/.test(line))).toEqual([
    'marquee_budget_refusals_total{budget="open-holds"} 1',
    'marquee_budget_exemptions_total{budget="open-holds"} 2',
  ]);
});

it('leaves loopback alone where that is the setting', async () => {
  const { target, cinema } = await openHouse(10);
  for (let round = 0; round < 12; round += 1) {
    expect(budgetOf(await hold(target, cinema, best(10), { 'x-forwarded-for': '127.0.0.1' }))).toBe('201');
  }
});

it('bounds what one caller writes to the stream of a showtime in an hour, but not the release of a hold', async () => {
  const { target, cinema } = await openHouse(4, { policies: { budgets: { writesPerHourMax: 4 } } });
  const headers = from('192.0.2.1', await sessionOf(target, '192.0.2.1'));
  const made = await hold(target, cinema, { seatIds: ['R01'] }, headers);
  const { holdId = '', holdToken = '' } = made.body;
  const url = `/v1/holds/${holdId}`;
  const own = { ...headers, 'hold-token': holdToken };
  const swap = async (seatId: string) =>
    budgetOf(
      await call(target, {
        method: 'PUT',
        url: `${url}/seats`,
        headers: own,
        payload: { seatIds: [seatId] },
      }),
    );
  const extend = (key?: string) =>
    call(target, {
      method: 'POST',
      url: `${url}/extend`,
      headers: { ...own, ...(key === undefined ? {} : { 'idempotency-key': key }) },
    });
  expect([await swap('R05'), await swap('R01')]).toEqual(['200', '200']);
  // Nothing is written, so nothing is counted.
  for (let time = 0; time < 10; time += 1) expect(budgetOf(await extend())).toBe('200');
  const key = 'a-key-of-22-characters-1';
  expect(budgetOf(await extend(key))).toBe('200');

  const refused = await extend('a-key-of-22-characters-2');
  expect(budgetOf(refused)).toBe('429 writes');
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect([await swap('R05'), budgetOf(await extend())]).toEqual(['429 writes', '429 writes']);
  expect(budgetOf(await hold(target, cinema, { seatIds: ['R11'] }, headers))).toBe('429 writes');
  const repeated = await extend(key);
  expect([repeated.status, repeated.headers['idempotency-replayed']]).toEqual([200, 'true']);

  const neighbour = from('192.0.2.1', await sessionOf(target, '192.0.2.1'));
  expect(budgetOf(await hold(target, cinema, { seatIds: ['R11'] }, neighbour))).toBe('201');
  const staff = { ...from('192.0.2.1'), ...cinema.admin };
  for (const seatId of ['R21', 'R25', 'R29', 'R31', 'R35']) {
    expect(budgetOf(await hold(target, cinema, { seatIds: [seatId] }, staff))).toBe('201');
  }
  expect((await call(target, { method: 'DELETE', url, headers: own })).status).toBe(204);
  target.clock.advance(minutes(60));
  expect(budgetOf(await hold(target, cinema, { seatIds: ['R01'] }, headers))).toBe('201');
});

it('bounds what one address writes to the stream of a showtime, whoever asks', async () => {
  const { target, cinema } = await openHouse(4, { policies: { budgets: { writesPerHourMax: 1 } } });
  const answers: string[] = [];
  for (let time = 0; time < 22; time += 1) {
    const made = await hold(target, cinema, { seatIds: ['R01'] }, from('192.0.2.1'));
    answers.push(budgetOf(made));
    const { holdId, holdToken } = made.body;
    const headers = { ...from('192.0.2.1'), 'hold-token': holdToken };
    if (made.status === 201) await call(target, { method: 'DELETE', url: `/v1/holds/${holdId}`, headers });
  }
  expect(answers).toEqual([...Array.from({ length: 20 }, () => '201'), '429 writes', '429 writes']);
  expect(budgetOf(await hold(target, cinema, { seatIds: ['R01'] }, from('192.0.2.2')))).toBe('201');
});

it('sends a caller without a turn to the queue before it speaks of what was written', async () => {
  const { target, cinema } = await openHouse(10, { policies: { budgets: { writesPerHourMax: 1 } } });
  const headers = from('192.0.2.1', await sessionOf(target, '192.0.2.1'));
  const answers = [
    await hold(target, cinema, best(1), headers),
    await hold(target, cinema, best(1), headers),
  ];
  expect(answers.map(budgetOf)).toEqual(['201', '429 writes']);
  target.clock.advance(minutes(1));
  await openQueueOf(target, cinema);
  expect(budgetOf(await hold(target, cinema, best(1), headers))).toBe('403 queue-required');
});
