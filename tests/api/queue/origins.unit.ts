/** One address makes guest session after guest session and enters a queue with each. */
import { afterEach, expect, it } from 'vitest';
import { type Cinema, call, openCinema } from '../support/cinema.ts';
import { type EntryAnswer, openQueueOf } from '../support/queues.ts';
import { openTestApp, type TestApp, type TestAppOptions } from '../support/testApp.ts';

let target: TestApp;
afterEach(() => target.close());

const limited: TestAppOptions['settings'] = {
  rateLimit: { max: 1_000_000, exemptLoopback: true },
  trustedProxies: { hops: 1 },
};

const openRoom = async (settings: TestAppOptions['settings'], queueEntriesMax: number) => {
  target = await openTestApp({ settings: settings ?? {} });
  const cinema: Cinema = await openCinema(target);
  const url = `/v1/theaters/${cinema.theaterId}`;
  const { body } = await call(target, { url });
  const payload = { ...body, policies: { budgets: { queueEntriesMax } } };
  expect((await call(target, { method: 'PUT', url, headers: cinema.admin, payload })).status).toBe(200);
  const room = await openQueueOf(target, cinema);
  const enterFrom = (address: string, headers: object = {}) =>
    room.enter({ 'x-forwarded-for': address, ...headers });
  return { ...room, enterFrom };
};

const said = ({ status, body }: { readonly status: number; readonly body: EntryAnswer }) =>
  status === 429 ? `429 ${Reflect.get(body, 'budget')}` : `${status}`;

it('gives one address so many entries, and others theirs', async () => {
  const { enterFrom, show } = await openRoom(limited, 3);
  const first = await enterFrom('192.0.2.7');
  const answers = await Promise.all(Array.from({ length: 20 }, () => enterFrom('192.0.2.7')));
  expect(answers.map(said).filter((each) => each === '201')).toHaveLength(2);
  expect(new Set(answers.map(said))).toEqual(new Set(['201', '429 queue-entries']));
  const refused = answers.find(({ status }) => status === 429);
  // Waiting does not help: an entry lasts as long as its queue.
  expect([refused?.headers['retry-after'], Reflect.get(refused?.body ?? {}, 'retryAfterSeconds')]).toEqual([
    undefined,
    undefined,
  ]);
  const session = { 'guest-session': String(first.headers['guest-session']) };
  expect((await enterFrom('192.0.2.7', session)).body.id).toBe(first.body.id);
  expect(said(await enterFrom('192.0.2.8'))).toBe('201');
  for (let host = 1; host <= 3; host += 1) expect(said(await enterFrom(`2001:db8:1:2::${host}`))).toBe('201');
  expect(said(await enterFrom('2001:db8:1:2:3::4'))).toBe('429 queue-entries');
  expect(said(await enterFrom('2001:db8:1:3::1'))).toBe('201');
  target.clock.advance(600);
  expect((await show()).body.entries).toBe(8);
  const metrics = await target.deps.metrics.metrics();
  expect(metrics).toContain('marquee_budget_refusals_total{budget="queue-entries"} 19');
});

it('lets two hundred callers behind one address enter by default', async () => {
  const { enterFrom } = await openRoom(limited, 500);
  const answers = await Promise.all(Array.from({ length: 200 }, () => enterFrom('192.0.2.7')));
  expect(new Set(answers.map(said))).toEqual(new Set(['201']));
});

it('counts no one where limits are off', async () => {
  const { enterFrom } = await openRoom({}, 1);
  expect([said(await enterFrom('192.0.2.7')), said(await enterFrom('192.0.2.7'))]).toEqual(['201', '201']);
});

it('says so when the entries of a queue were deleted', async () => {
  const { url, advance, untilSale, queueId, enterFrom } = await openRoom(limited, 3);
  await enterFrom('192.0.2.7');
  await advance(untilSale());
  expect((await call(target, { url: `${url}/entries` })).status).toBe(200);
  await target.deps.waitingRoom.end(queueId);
  await target.deps.waitingRoom.purge(0);
  target.clock.advance(600);
  const { status, body } = await call(target, { url: `${url}/entries` });
  expect([status, Reflect.get(body ?? {}, 'detail')]).toEqual([
    404,
    'The entries of this queue were deleted',
  ]);
});
