/**
 * The stranger's checker against logs that keep the promise and logs that break it in every way it knows. It runs
 * as a program of its own, over HTTP, as a stranger would run it.
 */
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, it } from 'vitest';

interface LogEvent {
  readonly position: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly data: unknown;
}
interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const checker = path.resolve(import.meta.dirname, '../../docs/check-log.mjs');
const token = 'analyst-token';

/** Serves a log as `/v1/events` does, in pages of three so that every test also pages. */
const serve = async (events: readonly LogEvent[]) => {
  const server = createServer((request, response) => {
    if (request.headers.authorization !== `Bearer ${token}`) {
      response.writeHead(401).end('who are you');
      return;
    }
    const after = new URL(request.url ?? '', 'http://localhost').searchParams.get('after') ?? '';
    const start = events.findIndex(({ position }) => position === after) + 1;
    const page = events.slice(start, start + 3).map((event) => `${JSON.stringify(event)}\n`);
    response.writeHead(200, { 'content-type': 'application/x-ndjson' }).end(page.join(''));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, base: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
};

const run = (base: string, secret = token): Promise<Run> =>
  new Promise((resolve) => {
    const env = { ...process.env, MARQUEE_TOKEN: secret };
    execFile(process.execPath, [checker, base], { env, timeout: 60_000 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr });
    });
  });

const checkLog = async (events: readonly LogEvent[]): Promise<Run> => {
  const { server, base } = await serve(events);
  try {
    return await run(base);
  } finally {
    server.close();
  }
};

/** Numbers events as a log does: positions over all, revisions per stream. */
const logOf = (events: readonly (readonly [type: string, data: unknown, stream?: string])[]): LogEvent[] => {
  const revisions = new Map<string, number>();
  return events.map(([type, data, stream = 'showtime-1'], index) => {
    const revision = (revisions.get(stream) ?? -1) + 1;
    revisions.set(stream, revision);
    return { position: String(index + 1).padStart(20, '0'), stream, revision, type, data };
  });
};

const seats = (...ids: readonly string[]) => ids.map((id) => ({ id, price: { amount: 1, currency: 'USD' } }));
const opening = [
  ['LogCreated', {}, 'log-1'],
  ['ShowtimeScheduled', { seats: seats('A1', 'A2', 'A3', '__proto__') }],
  ['SalesOpened', {}],
] as const;
const hold = (holdId: string, ...ids: string[]) =>
  ['SeatsHeld', { holdId, bookingId: `b-${holdId}`, seats: seats(...ids) }] as const;
const over = (type: string, holdId: string, ...seatIds: string[]) => [type, { holdId, seatIds }] as const;
const booked = (holdId: string, ...seatIds: string[]) =>
  ['SeatsBooked', { holdId, bookingId: `b-${holdId}`, seatIds }] as const;
const returned = (holdId: string, ...seatIds: string[]) =>
  ['SeatsReturned', { bookingId: `b-${holdId}`, seatIds }] as const;
const staff = (type: string, ...seatIds: string[]) => [type, { seatIds, reason: 'broken' }] as const;
const swap = (holdId: string, released: string[], added: string[]) =>
  ['HoldSwapped', { holdId, released, added: seats(...added) }] as const;

it('accepts a log in which every seat changes hands properly', async () => {
  const result = await checkLog(
    logOf([
      ...opening,
      hold('h1', 'A1', 'A2'),
      ['HoldExtended', { holdId: 'h1', expiresAt: 'later' }],
      swap('h1', ['A2'], ['A3']),
      hold('h2', 'A2', '__proto__'),
      booked('h1', 'A1', 'A3'),
      over('HoldExpired', 'h2', 'A2', '__proto__'),
      hold('h2', 'A2'),
      over('HoldReleased', 'h2', 'A2'),
      returned('h1', 'A1'),
      staff('SeatsBlocked', 'A1'),
      ['ShowtimeMovedToLayout', { seats: seats('A1', 'A3', 'A4') }],
      staff('SeatsUnblocked', 'A1'),
      hold('h3', 'A1', 'A4'),
      ['SomethingNewer', { seatIds: ['A1'] }],
      ['ShowtimeScheduled', { seats: seats('A1') }, 'showtime-2'],
      [...hold('h1', 'A1'), 'showtime-2'],
    ]),
  );
  expect(result).toEqual({ code: 0, stdout: expect.any(String), stderr: '' });
  expect(result.stdout).toContain('        5 SeatsHeld\n');
  expect(result.stdout).toContain('3 streams, 2 showtimes: no seat ever had two owners');
});

it('tells very many streams apart', async () => {
  const streams = Array.from({ length: 9_000 }, (_, n) => `booking-${n}`);
  const log = logOf([...streams, ...streams.slice(0, 100)].map((stream) => ['Something', {}, stream]));
  expect(await checkLog(log)).toEqual({
    code: 0,
    stdout: `     9100 Something\n9000 streams, 0 showtimes: no seat ever had two owners\n`,
    stderr: '',
  });
  const last = log.at(-1);
  const { code, stderr } = await checkLog([
    ...log.slice(0, -1),
    { ...log[0], ...last, revision: 2 } as LogEvent,
  ]);
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: `VIOLATION ${last?.stream} revision 2, position ${last?.position}: Something should have revision 1\n`,
  });
});

it.each([
  [
    'a held seat held again',
    [hold('h1', 'A1'), hold('h2', 'A2', 'A1')],
    'wants seat A1 available, but it is held by h1',
  ],
  ['a booked seat held', [hold('h1', 'A1'), booked('h1', 'A1'), hold('h2', 'A1')], 'it is booked by b-h1'],
  ['a blocked seat held', [staff('SeatsBlocked', 'A1'), hold('h1', 'A1')], 'it is blocked'],
  ['a seat held twice in one event', [hold('h1', 'A1', 'A1')], 'it is held by h1'],
  ['a seat that the hall lacks', [hold('h1', 'Z9')], 'it is not in the hall'],
  ['a swap to a taken seat', [hold('h1', 'A1'), hold('h2', 'A2'), swap('h2', ['A2'], ['A1'])], 'held by h1'],
  [
    'a swap away from a foreign seat',
    [hold('h1', 'A1'), hold('h2', 'A2'), swap('h2', ['A1'], [])],
    'held by h1',
  ],
  ['a sale of seats that are free', [booked('h1', 'A1')], 'wants seat A1 held by h1, but it is available'],
  ["a sale of another's seats", [hold('h1', 'A1'), booked('h2', 'A1')], 'it is held by h1'],
  [
    'a sale of seats sold before',
    [hold('h1', 'A1'), booked('h1', 'A1'), booked('h1', 'A1')],
    'booked by b-h1',
  ],
  ['a sale of a part of the hold', [hold('h1', 'A1', 'A2'), booked('h1', 'A1')], 'leaves seats behind'],
  ['a release of a part', [hold('h1', 'A1', 'A2'), over('HoldReleased', 'h1', 'A1')], 'leaves seats behind'],
  ["an expiry of another's seats", [hold('h1', 'A1'), over('HoldExpired', 'h2', 'A1')], 'it is held by h1'],
  [
    'a release after the sale',
    [hold('h1', 'A1'), booked('h1', 'A1'), over('HoldReleased', 'h1', 'A1')],
    'booked by',
  ],
  ['an extension of a hold that is over', [['HoldExtended', { holdId: 'h1' }]], 'a hold that is over: h1'],
  ['a hold id used while it lives', [hold('h1', 'A1'), hold('h1', 'A2')], 'names a hold that exists: h1'],
  ['a return of seats that were not sold', [hold('h1', 'A1'), returned('h1', 'A1')], 'it is held by h1'],
  [
    'a return for another booking',
    [hold('h1', 'A1'), booked('h1', 'A1'), returned('h2', 'A1')],
    'booked by b-h1',
  ],
  ['a block of a held seat', [hold('h1', 'A1'), staff('SeatsBlocked', 'A1')], 'it is held by h1'],
  ['an unblock of a held seat', [hold('h1', 'A1'), staff('SeatsUnblocked', 'A1')], 'it is held by h1'],
  [
    'a layout without a held seat',
    [hold('h1', 'A1'), ['ShowtimeMovedToLayout', { seats: seats('A2') }]],
    'drops seat A1',
  ],
  ['a second schedule', [['ShowtimeScheduled', { seats: seats('A1') }]], 'before it exists, or twice'],
  [
    'a hold on a showtime that is not there',
    [[...hold('h1', 'A1'), 'showtime-9']],
    'before it exists, or twice',
  ],
] as const)('refuses %s', async (_what, events, fault) => {
  const result = await checkLog(logOf([...opening, ...events]));
  expect(result.stderr).toMatch(/^VIOLATION showtime-\d revision \d+, position \d{20}: /);
  expect(result.stderr).toContain(fault);
  expect([result.code, result.stdout]).toEqual([1, '']);
});

const good = logOf([...opening, hold('h1', 'A1'), booked('h1', 'A1')]);
const withLast = (change: Partial<LogEvent>): LogEvent[] =>
  good.map((event, index) => (index === good.length - 1 ? { ...event, ...change } : event));

it.each([
  ['a revision left out', withLast({ revision: 4 }), 'should have revision 3'],
  ['a revision given twice', withLast({ revision: 2 }), 'should have revision 3'],
  [
    'a stream that does not start at 0',
    withLast({ stream: 'booking-1', revision: 1 }),
    'should have revision 0',
  ],
  ['a position given twice', withLast({ position: good[3]?.position ?? '' }), 'does not come after'],
  ['a position that goes back', withLast({ position: '1'.padStart(20, '0') }), 'does not come after'],
  ['a position that does not sort as text', withLast({ position: '9' }), 'does not come after'],
])('refuses %s', async (_what, events, fault) => {
  const result = await checkLog(events);
  expect(result).toEqual({ code: 1, stdout: '', stderr: expect.stringContaining(fault) });
});

it('tells a log that it cannot read from one that is wrong', async () => {
  const { server, base } = await serve(good);
  expect(await run(base, 'wrong')).toEqual({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining('answers 401'),
  });
  await new Promise((resolve) => server.close(resolve));
  expect(await run(base)).toEqual({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining('cannot read the log'),
  });
});
