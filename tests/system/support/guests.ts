/**
 * Guests who want the same seats: each holds, extends, swaps, releases and repeats itself, insists with the same
 * key until it has a definite answer, and writes down what it was told. The judge compares that with the log.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { seatOwnership } from '../../support/seatOwnership.ts';
import { type Answer, call, list, problemOf, text } from './api.ts';
import type { LogEvent } from './log.ts';

/** What a guest was told of a hold that it was given. */
interface KnownHold {
  readonly holdId: string;
  readonly holdToken: string;
  readonly revision: number;
  readonly firstSeatIds: readonly string[];
  seatIds: readonly string[];
  released: boolean;
}

export interface Crowd {
  /** Where the next request goes: nodes may come and go. */
  readonly nextUrl: () => string;
  readonly showtimeId: string;
  readonly seatIds: readonly string[];
  readonly holds: KnownHold[];
  /** Answers by status, and refusals by name. */
  readonly counts: Map<string, number>;
  /** Whether no answer at all may happen. It may where nodes are killed. */
  readonly mayVanish: boolean;
}

export const openCrowd = (crowd: Pick<Crowd, 'nextUrl' | 'showtimeId' | 'seatIds' | 'mayVanish'>): Crowd => ({
  ...crowd,
  holds: [],
  counts: new Map(),
});

/** Numbers in [0, 1) that are the same in every run: mulberry32. */
export const randomFrom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

const insistMs = 60_000;
const pauseMsMax = 250;

const isDefinite = (answer: Answer): boolean => {
  if (answer.status === 503) {
    if (answer.headers.get('retry-after') === null)
      throw new Error(`503 without Retry-After: ${answer.text}`);
    return false;
  }
  if (answer.status >= 500) throw new Error(`${answer.status} ${answer.text}`);
  return problemOf(answer) !== 'request-in-progress';
};

interface Wish {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly holdToken?: string;
  readonly key: string;
}

/** The same request with the same key, here and there, until it is answered for good. */
const insist = async (crowd: Crowd, { method, path, body, holdToken, key }: Wish): Promise<Answer> => {
  const until = performance.now() + insistMs;
  const headers = {
    'idempotency-key': key,
    ...(holdToken === undefined ? {} : { 'hold-token': holdToken }),
  };
  for (let pauseMs = 10; ; pauseMs = Math.min(pauseMsMax, pauseMs * 2)) {
    let last: unknown;
    try {
      const answer = await call(crowd.nextUrl(), method, path, {
        headers,
        ...(body === undefined ? {} : { body }),
      });
      const what = problemOf(answer) ?? String(answer.status);
      crowd.counts.set(what, (crowd.counts.get(what) ?? 0) + 1);
      if (isDefinite(answer)) return answer;
      last = answer.text;
    } catch (error) {
      if (!crowd.mayVanish || !(error instanceof TypeError || error instanceof DOMException)) throw error;
      last = error;
    }
    if (performance.now() > until) {
      throw new Error(`no definite answer to ${method} ${path} within ${insistMs} ms: ${String(last)}`, {
        cause: last,
      });
    }
    await pause(pauseMs);
  }
};

const seatIdsOf = (body: Answer['body']): readonly string[] => list(body.seats).map(({ id }) => text(id));

const unexpected = (what: string, answer: Answer): Error =>
  new Error(`${what} was answered ${answer.status} ${answer.text}`);

const someSeats = (crowd: Crowd, random: () => number): readonly string[] => {
  const count = 1 + Math.floor(random() * 4);
  const from = Math.floor(random() * (crowd.seatIds.length - count + 1));
  // Side by side half of the time; else wherever.
  if (random() < 0.5) return crowd.seatIds.slice(from, from + count);
  const wanted = Array.from({ length: count }, () => Math.floor(random() * crowd.seatIds.length));
  return [...new Set(wanted)].map((index) => crowd.seatIds[index] ?? 'A1');
};

const tryToHold = async (crowd: Crowd, random: () => number): Promise<KnownHold | undefined> => {
  const count = 1 + Math.floor(random() * 3);
  const body = random() < 0.2 ? { bestAvailable: { count } } : { seatIds: someSeats(crowd, random) };
  const wish = { method: 'POST', path: `/v1/showtimes/${crowd.showtimeId}/holds`, body, key: randomUUID() };
  const answer = await insist(crowd, wish);
  if (answer.status !== 201) {
    if (problemOf(answer) === 'seats-unavailable') return undefined;
    throw unexpected('a hold', answer);
  }
  const seatIds = seatIdsOf(answer.body);
  if ('seatIds' in body) expect([...seatIds].sort()).toEqual([...body.seatIds].sort());
  else expect(seatIds).toHaveLength(count);
  const hold = {
    holdId: text(answer.body.holdId),
    holdToken: text(answer.body.holdToken),
    revision: Number(answer.body.revision),
    firstSeatIds: seatIds,
    seatIds,
    released: false,
  };
  crowd.holds.push(hold);
  if (random() < 0.3) {
    const again = await insist(crowd, wish);
    expect([again.status, again.text]).toEqual([201, answer.text]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  }
  return hold;
};

const changeHold = async (crowd: Crowd, hold: KnownHold, random: () => number): Promise<void> => {
  const shared = { holdToken: hold.holdToken, key: randomUUID() };
  const path = `/v1/holds/${hold.holdId}`;
  const choice = random();
  if (choice < 0.35) {
    const extended = await insist(crowd, { method: 'POST', path: `${path}/extend`, ...shared });
    if (extended.status !== 200) throw unexpected('an extension', extended);
  } else if (choice < 0.7) {
    const seatIds = someSeats(crowd, random);
    const body = { seatIds };
    const swapped = await insist(crowd, { method: 'PUT', path: `${path}/seats`, body, ...shared });
    if (swapped.status === 200) hold.seatIds = seatIdsOf(swapped.body);
    else if (problemOf(swapped) !== 'seats-unavailable') throw unexpected('a swap', swapped);
  } else {
    const released = await insist(crowd, { method: 'DELETE', path, ...shared });
    if (released.status !== 204) throw unexpected('a release', released);
    hold.released = true;
  }
};

/** One guest, so many steps. */
export const playGuest = async (crowd: Crowd, seed: number, steps: number): Promise<void> => {
  const random = randomFrom(seed);
  let hold: KnownHold | undefined;
  for (let step = 0; step < steps; step += 1) {
    if (hold === undefined || hold.released) hold = await tryToHold(crowd, random);
    else await changeHold(crowd, hold, random);
  }
};

/** What the guests were told is what the log holds: no hold more, none fewer, none with other seats. */
export const expectToldIsLogged = (crowd: Crowd, events: readonly LogEvent[]): void => {
  const made = events.filter(({ type }) => type === 'SeatsHeld');
  expect(made.map(({ data }) => text(data.holdId)).sort()).toEqual(
    crowd.holds.map(({ holdId }) => holdId).sort(),
  );
  const madeBy = new Map(made.map((event) => [text(event.data.holdId), event]));
  const owned = new Map<string, string[]>();
  for (const [seatId, { letter, owner }] of seatOwnership(events)) {
    if (letter === 'H' && owner !== undefined) owned.set(owner, [...(owned.get(owner) ?? []), seatId]);
  }
  const logged = crowd.holds.map(({ holdId }) => ({
    holdId,
    revision: madeBy.get(holdId)?.revision,
    first: list(madeBy.get(holdId)?.data.seats)
      .map(({ id }) => text(id))
      .sort(),
    last: (owned.get(holdId) ?? []).sort(),
  }));
  expect(logged).toEqual(
    crowd.holds.map(({ holdId, revision, firstSeatIds, seatIds, released }) => ({
      holdId,
      revision,
      first: [...firstSeatIds].sort(),
      last: released ? [] : [...seatIds].sort(),
    })),
  );
};
