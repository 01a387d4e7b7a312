/** The inventory in words means what one in objects means, at each version, in whatever order versions are read. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { seatingLimits } from '../../../../src/domain/seating/seat.ts';
import type { ShowtimeCommand } from '../../../../src/domain/showtime/commands.ts';
import type { ShowtimeEvent } from '../../../../src/domain/showtime/events.ts';
import {
  bookingIdAt,
  bookingsIn,
  endedHoldOf,
  holdIdAt,
  holdOf,
  holdsDue,
  isSeatFree,
} from '../../../../src/domain/showtime/inventory/claims.ts';
import { packSlot, unpackSlot } from '../../../../src/domain/showtime/inventory/claimWords.ts';
import { endingsKept } from '../../../../src/domain/showtime/inventory/endedHolds.ts';
import { type SeatInventory, seatStatusAt } from '../../../../src/domain/showtime/inventory/SeatInventory.ts';
import type { ShowtimeState } from '../../../../src/domain/showtime/ShowtimeState.ts';
import { showtimeDecider } from '../../../../src/domain/showtime/showtimeDecider.ts';
import { showtimeSnapshot } from '../../../../src/domain/showtime/showtimeSnapshot.ts';
import {
  bookingOf,
  minutes,
  onSale,
  onSaleMs,
  plainHall,
  policies,
  uuid,
} from '../../../support/showtimes.ts';
import { evolvePlain, type PlainInventory, plainOf } from './plainInventory.ts';

const hall = plainHall(3, 5);
const seatIds = hall.map(({ id }) => id);
const redrawn = [...hall].reverse();
const holdIds = Array.from({ length: 8 }, (_, n) => uuid(n + 1));
const someSeats = fc.uniqueArray(fc.constantFrom(...seatIds), { minLength: 1, maxLength: 4 });
const someHold = fc.constantFrom(...holdIds);

const named = (seats: readonly string[]) => ({ kind: 'named', seatIds: seats, ticketTypes: {} }) as const;
const command: fc.Arbitrary<ShowtimeCommand> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ holdId: someHold, seats: someSeats }).map(
      ({ holdId, seats }): ShowtimeCommand => ({
        type: 'HoldSeats',
        holdId,
        bookingId: bookingOf(holdId),
        selection: named(seats),
      }),
    ),
  },
  someHold.map((holdId): ShowtimeCommand => ({ type: 'ExtendHold', holdId })),
  fc.record({ holdId: someHold, seatIds: someSeats, child: fc.boolean() }).map(
    ({ child, ...swap }): ShowtimeCommand => ({
      type: 'SwapHeldSeats',
      ...swap,
      ticketTypes: child ? { [swap.seatIds[0] ?? '']: 'child' } : {},
    }),
  ),
  { weight: 3, arbitrary: someHold.map((holdId): ShowtimeCommand => ({ type: 'ReleaseHold', holdId })) },
  someHold.map((holdId): ShowtimeCommand => ({ type: 'BookSeats', holdId, bookingId: bookingOf(holdId) })),
  fc.record({ holdId: someHold, seatIds: someSeats }).map(
    ({ holdId, seatIds: seats }): ShowtimeCommand => ({
      type: 'ReturnSeats',
      bookingId: bookingOf(holdId),
      seatIds: seats,
    }),
  ),
  fc.constant<ShowtimeCommand>({ type: 'ExpireHolds' }),
  someSeats.map((seats): ShowtimeCommand => ({ type: 'BlockSeats', seatIds: seats, why: { box: 'test' } })),
  someSeats.map((seats): ShowtimeCommand => ({ type: 'UnblockSeats', seatIds: seats })),
  fc.integer({ min: 2, max: 5 }).map(
    (layoutVersion): ShowtimeCommand => ({
      type: 'MoveToLayout',
      layoutVersion,
      focalPoint: { x: 3, y: 2 },
      seats: layoutVersion % 2 === 0 ? redrawn : hall,
    }),
  ),
);
const script = fc.array(fc.record({ command, afterMs: fc.constantFrom(0, 1_000, minutes(10)) }), {
  minLength: 20,
  maxLength: 80,
});

const inventoryOf = (state: ShowtimeState): SeatInventory => {
  if (state.status === 'none') throw new Error('no showtime');
  return state.inventory;
};

/** All that can be asked of an inventory in words. */
const shown = (inventory: SeatInventory, nowMs: number) => {
  const { plan } = inventory;
  return {
    seats: new Map(
      plan.ids.map((id, index) => [
        id,
        {
          status: seatStatusAt(inventory, index),
          owner: holdIdAt(inventory, index) ?? bookingIdAt(inventory, index),
          free: isSeatFree(inventory, index, nowMs),
        },
      ]),
    ),
    holds: holdIds.map((id) => holdOf(inventory, id)),
    due: new Set(holdsDue(inventory, nowMs).map(({ holdId }) => holdId)),
    ended: holdIds.map((id) => endedHoldOf(inventory, id)),
    bookings: new Set(bookingsIn(inventory)),
    endings: inventory.endings,
  };
};

const meant = ({ seats, holds, ended, endings }: PlainInventory, nowMs: number): ReturnType<typeof shown> => {
  const isDue = (owner: string | undefined) =>
    nowMs >= (holds.get(owner ?? '')?.expiresAtMs ?? Number.POSITIVE_INFINITY);
  return {
    seats: new Map(
      [...seats].map(([id, { status, owner }]) => [
        id,
        {
          status,
          owner,
          free: status === 'available' || (status === 'held' && isDue(owner)),
        },
      ]),
    ),
    holds: holdIds.map((id) => holds.get(id)),
    due: new Set([...holds.keys()].filter(isDue)),
    ended: holdIds.map((id) => {
      const { how, bookingId } = ended.get(id) ?? {};
      return how === undefined || bookingId === undefined ? undefined : { how, bookingId };
    }),
    bookings: new Set(
      [...seats.values()].flatMap(({ status, owner }) =>
        status === 'booked' && owner !== undefined ? [owner] : [],
      ),
    ),
    endings,
  };
};

const opening = onSale({
  seats: [...hall],
  policies: { ...policies, seatsPerHoldMax: 4, loneSeatRule: 'warn' },
});
const fold = (state: ShowtimeState, event: ShowtimeEvent) => showtimeDecider.evolve(state, event);

/** Each version of both, with the instant of its making. Hold ids are used once. */
const versionsOf = (steps: readonly { readonly command: ShowtimeCommand; readonly afterMs: number }[]) => {
  let state = opening.reduce(fold, showtimeDecider.initialState);
  let plain = plainOf(seatIds);
  let nowMs = onSaleMs;
  const used = new Set<string>();
  const versions = [{ state, plain, nowMs }];
  for (const step of steps) {
    nowMs += step.afterMs;
    if (step.command.type === 'HoldSeats' && used.has(step.command.holdId)) continue;
    const decision = showtimeDecider.decide({ ...step.command, nowMs }, state);
    if (decision.kind === 'rejected') continue;
    if (step.command.type === 'HoldSeats') used.add(step.command.holdId);
    for (const event of decision.events) {
      state = fold(state, event);
      plain = evolvePlain(plain, event);
      versions.push({ state, plain, nowMs });
    }
  }
  return versions;
};

it('answers as objects would, at the newest version and at all before it', () => {
  const kinds = new Set<string>();
  fc.assert(
    fc.property(script, fc.array(fc.nat(), { minLength: 5, maxLength: 20 }), (steps, order) => {
      const versions = versionsOf(steps);
      for (const place of [versions.length - 1, ...order]) {
        const version = versions[place % versions.length];
        if (version === undefined) throw new Error('no version');
        const { state, plain, nowMs } = version;
        expect(shown(inventoryOf(state), nowMs)).toEqual(meant(plain, nowMs));
        for (const { status } of plain.seats.values()) kinds.add(status);
        for (const { how } of plain.ended.values()) kinds.add(how);
      }
    }),
    { numRuns: 400 },
  );
  expect([...kinds].sort()).toEqual(['available', 'blocked', 'booked', 'expired', 'held', 'released'].sort());
});

it('goes on from a snapshot as from the state', () => {
  fc.assert(
    fc.property(script, command, (steps, next) => {
      const { state, nowMs } = versionsOf(steps).at(-1) ?? { state: showtimeDecider.initialState, nowMs: 0 };
      const json: unknown = JSON.parse(JSON.stringify(showtimeSnapshot.encode(state)));
      const loaded = showtimeSnapshot.decode(json);
      if (loaded === undefined) throw new Error('the snapshot cannot be read');
      const after = (from: ShowtimeState) => {
        const decision = showtimeDecider.decide({ ...next, nowMs }, from);
        const events = decision.kind === 'accepted' ? decision.events : [];
        return { decision, shown: shown(inventoryOf(events.reduce(fold, from)), nowMs) };
      };
      expect(after(loaded)).toEqual(after(state));
    }),
    { numRuns: 200 },
  );
});

it('goes on from an older version as if the newer ones were not there', () => {
  fc.assert(
    fc.property(script, script, fc.nat(), (steps, others, place) => {
      const versions = versionsOf(steps);
      const version = versions[place % versions.length];
      if (version === undefined) throw new Error('no version');
      const run = (from: ShowtimeState) =>
        others.reduce((state, { command: next }) => {
          const decision = showtimeDecider.decide({ ...next, nowMs: version.nowMs }, state);
          return decision.kind === 'accepted' ? decision.events.reduce(fold, state) : state;
        }, from);
      const alone = versionsOf(steps)[place % versions.length];
      if (alone === undefined) throw new Error('no version');
      expect(shown(inventoryOf(run(version.state)), version.nowMs)).toEqual(
        shown(inventoryOf(run(alone.state)), version.nowMs),
      );
      const last = versions.at(-1);
      if (last !== undefined)
        expect(shown(inventoryOf(last.state), last.nowMs)).toEqual(meant(last.plain, last.nowMs));
    }),
    { numRuns: 200 },
  );
});

it('keeps room for the latest ends of holds and for each hold of a full hall', () => {
  let state = opening.reduce(fold, showtimeDecider.initialState);
  for (let n = 1; n <= 3 * endingsKept; n += 1) {
    const holdId = uuid(n);
    const held = showtimeDecider.decide(
      { type: 'HoldSeats', holdId, bookingId: bookingOf(holdId), selection: named(['A1']), nowMs: onSaleMs },
      state,
    );
    if (held.kind === 'rejected') throw new Error(held.rejection.reason);
    state = held.events.reduce(fold, state);
    const released = showtimeDecider.decide({ type: 'ReleaseHold', holdId, nowMs: onSaleMs }, state);
    if (released.kind === 'rejected') throw new Error(released.rejection.reason);
    state = released.events.reduce(fold, state);
  }
  const inventory = inventoryOf(state);
  expect(inventory.slots).toBeLessThanOrEqual(2 * endingsKept + 1);
  const known = Array.from({ length: 3 * endingsKept }, (_, n) => endedHoldOf(inventory, uuid(n + 1))?.how);
  expect(known.slice(-endingsKept)).toEqual(new Array(endingsKept).fill('released'));
  expect(known.slice(0, endingsKept)).toEqual(new Array(endingsKept).fill(undefined));
});

it('refuses a snapshot that would lead a reader astray', () => {
  const { state } = versionsOf([
    {
      command: {
        type: 'HoldSeats',
        holdId: uuid(1),
        bookingId: bookingOf(uuid(1)),
        selection: named(['A1', 'A2']),
      },
      afterMs: 0,
    },
  ]).at(-1) ?? { state: showtimeDecider.initialState };
  const encoded = showtimeSnapshot.encode(state);
  if (encoded === undefined) throw new Error('no snapshot');
  const spoilt = (at: number, word: number) => {
    const bytes = Buffer.from(encoded.claims.words, 'base64');
    bytes.writeUInt32LE(word >>> 0, at * 4);
    return showtimeSnapshot.decode({
      ...encoded,
      claims: { ...encoded.claims, words: bytes.toString('base64') },
    });
  };
  const head = Buffer.from(encoded.claims.words, 'base64').readUInt32LE(3 * 4);
  const slotHead = 15 * 3 + 12;
  expect(spoilt(3, head)).toBeDefined();
  // A seat that follows itself, one beyond the hall, a slot that is not there, a status that is none.
  for (const [at, word] of [
    [3, (head & 0xffff) | (2 << 16)],
    [0, 1 | (99 << 16)],
    [1, 7],
    [slotHead, 9],
  ] as const) {
    expect(spoilt(at, word)).toBeUndefined();
  }
  expect(showtimeSnapshot.decode({ ...encoded, claims: { ...encoded.claims, slots: 2 } })).toBeUndefined();
});

it('has room for the index of each seat of the largest hall', () => {
  const lone = seatingLimits.seatsPerHallMax - 1;
  const head = unpackSlot(packSlot({ status: 'active', currency: 63, first: lone, lone }));
  expect(head).toEqual({ status: 'active', currency: 63, first: lone, lone });
});
