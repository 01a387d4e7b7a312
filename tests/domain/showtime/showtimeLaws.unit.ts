import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ShowtimeCommand } from '../../../src/domain/showtime/commands.ts';
import type { ShowtimeEvent } from '../../../src/domain/showtime/events.ts';
import { compactSeats } from '../../../src/domain/showtime/inventory/SeatInventory.ts';
import type { ShowtimeState } from '../../../src/domain/showtime/ShowtimeState.ts';
import { showtimeDecider } from '../../../src/domain/showtime/showtimeDecider.ts';
import { showtimeSnapshot } from '../../../src/domain/showtime/showtimeSnapshot.ts';
import { seatOwnership } from '../../support/seatOwnership.ts';
import { bookingOf, minutes, onSale, onSaleMs, plainHall, policies, uuid } from '../../support/showtimes.ts';
import { stateShown } from '../../support/stateShown.ts';

const hall = plainHall(2, 4);
const opening = onSale({ seats: [...hall], policies: { ...policies, seatsPerHoldMax: 4 } });
const seatIds = fc.uniqueArray(fc.constantFrom(...hall.map(({ id }) => id)), { minLength: 1, maxLength: 4 });
const holdId = fc.integer({ min: 1, max: 12 }).map(uuid);
const advance = fc.oneof(
  fc.integer({ min: 0, max: 5_000 }),
  fc.constant(minutes(10)),
  fc.constant(minutes(10) - 1),
);

const command: fc.Arbitrary<ShowtimeCommand> = fc.oneof(
  fc.record({ holdId, seatIds }).map(
    ({ holdId: id, seatIds: ids }): ShowtimeCommand => ({
      type: 'HoldSeats',
      holdId: id,
      bookingId: bookingOf(id),
      selection: { kind: 'named', seatIds: ids, ticketTypes: {} },
    }),
  ),
  fc.record({ holdId, count: fc.integer({ min: 1, max: 4 }) }).map(
    ({ holdId: id, count }): ShowtimeCommand => ({
      type: 'HoldSeats',
      holdId: id,
      bookingId: bookingOf(id),
      selection: { kind: 'best-available', count, ticketTypes: [] },
    }),
  ),
  holdId.map((id): ShowtimeCommand => ({ type: 'ExtendHold', holdId: id })),
  fc
    .record({ holdId, seatIds })
    .map((swap): ShowtimeCommand => ({ type: 'SwapHeldSeats', ...swap, ticketTypes: {} })),
  holdId.map((id): ShowtimeCommand => ({ type: 'ReleaseHold', holdId: id })),
  holdId.map((id): ShowtimeCommand => ({ type: 'BookSeats', holdId: id, bookingId: bookingOf(id) })),
  fc.record({ holdId, seatIds }).map(
    ({ holdId: id, seatIds: ids }): ShowtimeCommand => ({
      type: 'ReturnSeats',
      bookingId: bookingOf(id),
      seatIds: ids,
    }),
  ),
  fc.constant<ShowtimeCommand>({ type: 'ExpireHolds' }),
  seatIds.map((ids): ShowtimeCommand => ({ type: 'BlockSeats', seatIds: ids, why: { box: 'test' } })),
  seatIds.map((ids): ShowtimeCommand => ({ type: 'UnblockSeats', seatIds: ids })),
);

/** Runs commands as the mailbox does: each decided on the state that the one before left. */
const run = (script: readonly { command: ShowtimeCommand; afterMs: number }[]) => {
  const fold = (state: ShowtimeState, event: ShowtimeEvent) => showtimeDecider.evolve(state, event);
  const log: ShowtimeEvent[] = [...opening];
  let state = opening.reduce(fold, showtimeDecider.initialState);
  let nowMs = onSaleMs;
  const used = new Set<string>();
  for (const step of script) {
    nowMs += step.afterMs;
    // Hold ids are minted once each.
    if (step.command.type === 'HoldSeats' && used.has(step.command.holdId)) continue;
    const decision = showtimeDecider.decide({ ...step.command, nowMs }, state);
    if (decision.kind === 'rejected') continue;
    if (step.command.type === 'HoldSeats') used.add(step.command.holdId);
    log.push(...decision.events);
    state = decision.events.reduce(fold, state);
  }
  return { log, state, replayed: log.reduce(fold, showtimeDecider.initialState) };
};

const script = fc.array(fc.record({ command, afterMs: advance }), { maxLength: 60 });

describe('for every history of commands', () => {
  it('no seat ever has two owners, by a fold that shares nothing with ours', () => {
    fc.assert(
      fc.property(script, (steps) => {
        const { log, state } = run(steps);
        const told = seatOwnership(log);
        if (state.status === 'none') throw new Error('no showtime');
        expect(compactSeats(state.inventory)).toBe(hall.map(({ id }) => told.get(id)?.letter).join(''));
      }),
      { numRuns: 500 },
    );
  });
  it('replay equals live', () => {
    fc.assert(
      fc.property(script, (steps) => {
        const { state, replayed } = run(steps);
        expect(stateShown(replayed)).toEqual(stateShown(state));
      }),
    );
  });
  it('a snapshot is the state, through JSON and back', () => {
    fc.assert(
      fc.property(script, (steps) => {
        const { state } = run(steps);
        const json: unknown = JSON.parse(JSON.stringify(showtimeSnapshot.encode(state)));
        expect(stateShown(showtimeSnapshot.decode(json))).toEqual(stateShown(state));
      }),
    );
  });
  it('a state once handed out never changes', () => {
    fc.assert(
      fc.property(script, command, (steps, next) => {
        const { state } = run(steps);
        if (state.status === 'none') throw new Error('no showtime');
        const before = stateShown(state);
        const decision = showtimeDecider.decide({ ...next, nowMs: onSaleMs + minutes(700) }, state);
        if (decision.kind === 'accepted')
          decision.events.reduce(showtimeDecider.evolve, state as ShowtimeState);
        expect(stateShown(state)).toEqual(before);
      }),
    );
  });
});
