/** Server-sent events of an entry near the front, and the error of what callers were told. */

import { Registry } from 'prom-client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { entryStreamLimits, openEntryStreams } from '../../../src/api/queue/entryStreams.ts';
import { estimateErrors } from '../../../src/api/queue/estimateErrors.ts';
import { minutes } from '../../support/showtimes.ts';
import { type Cinema, call, openCinema, problemOf } from '../support/cinema.ts';
import { openQueueOf } from '../support/queues.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

let target: TestApp;
let cinema: Cinema;
beforeEach(async () => {
  target = await openTestApp();
  cinema = await openCinema(target);
});
afterEach(() => target.close());

it('sends the entry at once and again when it is the turn of its caller, then ends', async () => {
  const room = await openQueueOf(target, cinema, { openAdmissionsMax: 1, admissionMinutes: 2 });
  const callers = await room.crowd(2);
  await room.advance(room.untilSale());
  const looked = await Promise.all(
    callers.map(async (caller) => ({
      ...caller,
      place: (await room.look(caller.headers, caller.entry)).body.place,
    })),
  );
  const second = looked.find(({ place }) => place === 2);
  if (second === undefined) throw new Error('no one is second');
  const url = await target.app.listen({ host: '127.0.0.1', port: 0 });
  const headers = { ...second.headers, 'queue-entry': second.entry };
  const answer = await fetch(`${url}${room.url}/entry/stream`, { headers });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    200,
    'text/event-stream; charset=utf-8',
  ]);
  await room.advance(minutes(3));
  const text = await answer.text();
  const events = text.split('\n').filter((line) => line.startsWith('data: '));
  const told = events.map((line) => JSON.parse(line.slice('data: '.length)));
  expect(told.map(({ status, ahead }) => [status, ahead])).toEqual([
    ['waiting', 0],
    ['admitted', undefined],
  ]);
  expect(told.at(-1).admission).toEqual(expect.stringMatching(/^[A-Za-z0-9_-]{72}$/));
});

it('is not given before the draw, without the own token, or for a HEAD', async () => {
  const room = await openQueueOf(target, cinema);
  const [caller] = await room.crowd(1);
  if (caller === undefined) throw new Error('no one entered');
  const headers = { ...caller.headers, 'queue-entry': caller.entry };
  const stream = (method: 'GET' | 'HEAD', with_: Readonly<Record<string, string>>) =>
    call(target, { method, url: `${room.url}/entry/stream`, headers: with_ });
  const early = await stream('GET', headers);
  expect([problemOf(early), Reflect.get(early.body, 'pollAfterMs')]).toEqual([
    '409 not-near-front',
    expect.any(Number),
  ]);
  expect(problemOf(await stream('GET', caller.headers))).toBe('404 not-found');
  expect((await stream('HEAD', headers)).status).toBe(404);
});

const reader = () => {
  const written: string[] = [];
  let closing: () => void = () => undefined;
  const self = {
    writable: true,
    writableLength: 0,
    write: (text: string) => void written.push(text),
    end: () => {
      self.writable = false;
      closing();
    },
    once: (_event: 'close', listener: () => void) => {
      closing = listener;
    },
  };
  return { self, written };
};

it('closes readers who do not read and those whom nothing can be told', async () => {
  vi.useFakeTimers();
  try {
    const streams = openEntryStreams();
    const frame = (mark: string, isLast = false) => ({ text: mark, mark, isLast });
    const join = (look: () => Promise<ReturnType<typeof frame>>) => {
      const made = reader();
      streams.join(made.self, frame('one'), look);
      return made;
    };
    const stuck = join(async () => frame('two'));
    stuck.self.writableLength = entryStreamLimits.unreadBytesMax + 1;
    const failing = join(async () => {
      throw new Error('away');
    });
    const quiet = join(async () => frame('one'));
    expect(streams.readers()).toBe(3);
    await vi.advanceTimersByTimeAsync(entryStreamLimits.lookEveryMs);
    expect([stuck.self.writable, failing.self.writable, quiet.self.writable]).toEqual([false, false, true]);
    await vi.advanceTimersByTimeAsync(entryStreamLimits.heartbeatEveryLooks * entryStreamLimits.lookEveryMs);
    expect(quiet.written).toEqual(['event: entry\ndata: one\n\n', ':\n\n']);
    expect([quiet.self.writable, streams.readers()]).toEqual([true, 1]);
    streams.close();
    expect([quiet.self.writable, streams.readers()]).toEqual([false, 0]);
  } finally {
    vi.useRealTimers();
  }
});

it('measures how far the first estimate of a caller was from the truth', async () => {
  const metrics = new Registry();
  const errors = estimateErrors(metrics);
  const waiting = (from: number, to: number) => ({
    status: 'waiting' as const,
    estimatedSeconds: { from, to },
  });
  errors.told('right', waiting(10, 20), 0);
  errors.told('right', waiting(1, 2), 5_000);
  errors.told('right', { status: 'admitted' }, 15_000);
  errors.told('late', waiting(10, 20), 0);
  errors.told('late', { status: 'admitted' }, 24_000);
  errors.told('late', { status: 'admitted' }, 90_000);
  errors.told('unknown', { status: 'waiting', estimatedSeconds: 'unknown' }, 0);
  errors.told('unknown', { status: 'admitted' }, 24_000);
  const text = await metrics.metrics();
  expect(text).toContain('marquee_queue_estimate_error_seconds_sum 4\n');
  expect(text).toContain('marquee_queue_estimate_error_seconds_count 2\n');
  expect(text).toContain('marquee_queue_estimate_error_seconds_bucket{le="0"} 1\n');
});
