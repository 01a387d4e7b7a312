/** Snapshots that the program's own codec wrote, read by the audit's own code. */
import { beforeAll, expect, it } from 'vitest';
import { packJson } from '../../src/commands/engine/packedJson.ts';
import type { ShowtimeEvent } from '../../src/domain/showtime/events.ts';
import { evolveShowtime } from '../../src/domain/showtime/evolveShowtime.ts';
import type { ShowtimeState } from '../../src/domain/showtime/ShowtimeState.ts';
import { showtimeSnapshot } from '../../src/domain/showtime/showtimeSnapshot.ts';
import { positionOf } from '../../src/ports/EventStore.ts';
import {
  bookingOf,
  iso,
  onSale,
  onSaleMs,
  scheduledData,
  seatsHeld,
  usd,
  uuid,
} from '../support/showtimes.ts';
import { auditOf, what } from './toldLog.ts';

interface Told {
  readonly stream: string;
  readonly type: string;
  readonly data: unknown;
}

const stream = `showtime-${uuid(1)}`;
const rounds = 800;

const booking = (holdId: string, seatIds: readonly string[]): Told => ({
  stream: `booking-${bookingOf(holdId)}`,
  type: 'BookingInitiated',
  data: {
    showtimeId: uuid(1),
    ...{ seats: seatIds.map((id) => ({ id, price: usd(1_000) })), total: usd(1_000 * seatIds.length) },
  },
});

/** Held and released again and again, then held, booked and blocked, so that every kind of seat is there. */
const events: readonly ShowtimeEvent[] = [
  ...onSale(),
  ...Array.from({ length: rounds }, (_, n): readonly ShowtimeEvent[] => [
    seatsHeld(uuid(n + 10), ['A1', 'A2'], onSaleMs),
    { type: 'HoldReleased', data: { holdId: uuid(n + 10), seatIds: ['A1', 'A2'] } },
  ]).flat(),
  seatsHeld(uuid(5), ['A1', 'A2'], onSaleMs),
  { type: 'SeatsBooked', data: { holdId: uuid(5), bookingId: bookingOf(uuid(5)), seatIds: ['A1', 'A2'] } },
  { type: 'SeatsBlocked', data: { seatIds: ['A5'], reason: { box: 'sealed' } } },
  seatsHeld(uuid(6), ['A4'], onSaleMs),
  {
    type: 'ShowtimeMovedToLayout',
    data: { layoutVersion: 2, focalPoint: { x: 1, y: 1 }, seats: [...scheduledData().seats].reverse() },
  },
  { type: 'SeatsReturned', data: { bookingId: bookingOf(uuid(5)), seatIds: ['A2'] } },
];

let states: readonly ShowtimeState[];

beforeAll(() => {
  const folded: ShowtimeState[] = [{ status: 'none' }];
  for (const event of events) folded.push(evolveShowtime(folded.at(-1) ?? { status: 'none' }, event));
  states = folded.slice(1);
});

const encodedAt = (revision: number, of = states[revision]): unknown =>
  showtimeSnapshot.encode(of ?? { status: 'none' });

const snapshotOf = (revision: number, state: unknown): Told => ({
  stream: `snapshot-${stream}`,
  type: 'SnapshotTaken',
  data: { madeBy: `${showtimeSnapshot.madeBy}+3`, stream, revision, state },
});

/** As the program keeps it. */
const snapshotAt = async (revision: number, of = states[revision]): Promise<Told> =>
  snapshotOf(revision, await packJson(encodedAt(revision, of)));

const audited = (snapshot: Told) => {
  const told = [booking(uuid(5), ['A1', 'A2']), ...events.map((event) => ({ stream, ...event })), snapshot];
  const last = new Map<string, number>();
  return auditOf(
    told.map((event, place) => {
      const revision = (last.get(event.stream) ?? -1) + 1;
      last.set(event.stream, revision);
      return { ...event, revision, at: iso(onSaleMs), position: positionOf(BigInt(place + 1)) };
    }),
  );
};

it('are equal to the fold at every late revision, whatever came after them', async () => {
  const late = Array.from({ length: 8 }, (_, n) => events.length - 1 - n);
  for (const revision of late) {
    const audit = audited(await snapshotAt(revision));
    expect({ revision, conflicts: audit.conflicts, compared: audit.snapshots }).toEqual({
      revision,
      conflicts: [],
      compared: 1,
    });
  }
});

it('are read as older programs kept them, too', () => {
  const revision = events.length - 1;
  const audit = audited(snapshotOf(revision, encodedAt(revision)));
  expect({ conflicts: audit.conflicts, compared: audit.snapshots }).toEqual({ conflicts: [], compared: 1 });
});

it('are told of when they are not what they say', () => {
  const revision = events.length - 1;
  expect(what(audited(snapshotOf(revision, 'AAAA')).conflicts)).toEqual([
    expect.stringMatching(/^SnapshotTaken cannot be read: /),
  ]);
});

it('are told of when they hold the seats of another revision', async () => {
  const revision = events.length - 1;
  expect(what(audited(await snapshotAt(revision, states[revision - 3])).conflicts)).toEqual([
    `SnapshotTaken differs from the events of ${stream} up to revision ${revision}`,
  ]);
});

it('are told of when they are of a revision that the stream does not have', async () => {
  expect(what(audited(await snapshotAt(events.length + 5, states.at(-1))).conflicts)).toEqual([
    `SnapshotTaken is of revision ${events.length + 5} of ${stream}, which has ${events.length - 1}`,
  ]);
});
