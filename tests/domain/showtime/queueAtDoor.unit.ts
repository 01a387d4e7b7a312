/** A showtime behind a waiting room: who may hold seats, and what happens to its prices. */
import { expect, it } from 'vitest';
import type { ShowtimeCommand } from '../../../src/domain/showtime/commands.ts';
import type { ShowtimeEvent } from '../../../src/domain/showtime/events.ts';
import { showtimeDecider } from '../../../src/domain/showtime/showtimeDecider.ts';
import { specification } from '../../support/given.ts';
import { iso, minutes, onSale, onSaleMs, seatsHeld, usd, uuid } from '../../support/showtimes.ts';

const { given } = specification(showtimeDecider);
const [queueId, otherQueue, entryId, holdId, bookingId] = [uuid(1), uuid(2), uuid(3), uuid(4), uuid(5)];
const saleStartsAt = iso(onSaleMs);
const attached: ShowtimeEvent = { type: 'QueueAttached', data: { queueId, saleStartsAt } };
const detached: ShowtimeEvent = { type: 'QueueDetached', data: { queueId } };
const queued = () => given(...onSale(), attached);
const nowMs = onSaleMs;

const holdSeats = (admission?: Extract<ShowtimeCommand, { type: 'HoldSeats' }>['admission']) => ({
  type: 'HoldSeats' as const,
  ...{ holdId, bookingId, nowMs },
  selection: { kind: 'named' as const, seatIds: ['A1'], ticketTypes: {} },
  ...(admission === undefined ? {} : { admission }),
});
const required = { reason: 'QueueRequired', queueId } as const;

it('refuses a hold without a turn, with that of another queue, and before it looks at the sale', () => {
  queued().when(holdSeats()).isRefused(required);
  queued()
    .when(holdSeats({ queueId: otherQueue, entryId }))
    .isRefused(required);
  given(...onSale(), attached, { type: 'SalesClosed', data: {} })
    .when(holdSeats())
    .isRefused(required);
});

it('holds seats by turn, and writes whose turn it was into the hold and its booking', () => {
  const admission = { queueId, entryId };
  const plain = seatsHeld(holdId, ['A1'], nowMs);
  const held: ShowtimeEvent = { ...plain, data: { ...plain.data, bookingId, admission } };
  queued().when(holdSeats(admission)).gives(held);
  given(...onSale(), attached, held)
    .when({ type: 'BookSeats', holdId, bookingId, nowMs })
    .gives({ type: 'SeatsBooked', data: { holdId, bookingId, seatIds: ['A1'], admission } });
});

it('holds seats without a turn for exempt callers, and for everyone once the queue is detached', () => {
  const plain = seatsHeld(holdId, ['A1'], nowMs);
  const held: ShowtimeEvent = { ...plain, data: { ...plain.data, bookingId } };
  queued().when(holdSeats('exempt')).gives(held);
  given(...onSale(), attached, detached)
    .when(holdSeats())
    .gives(held);
  given(...onSale())
    .when(holdSeats())
    .gives(held);
});

it('lets a hold live on that was made before the queue or by a turn that is over', () => {
  const before = seatsHeld(holdId, ['A1'], nowMs);
  given(...onSale(), before, attached)
    .when({ type: 'SwapHeldSeats', holdId, seatIds: ['A1'], ticketTypes: {}, nowMs })
    .givesNothing();
});

it('has one queue at a time', () => {
  const attach = (id: string) => ({ type: 'AttachQueue', queueId: id, saleStartsAt, nowMs }) as const;
  given(...onSale())
    .when(attach(queueId))
    .gives(attached);
  queued().when(attach(queueId)).givesNothing();
  queued().when(attach(otherQueue)).isRefused({ reason: 'ShowtimeQueued', queueId });
  given().when(attach(queueId)).isRefused({ reason: 'ShowtimeNotFound' });
  given(...onSale(), { type: 'ShowtimeCancelled', data: { reason: { box: '' } } })
    .when(attach(queueId))
    .isRefused({ reason: 'ShowtimeNotOnSale', showtimeStatus: 'cancelled' });
});

it('detaches its own queue only', () => {
  queued().when({ type: 'DetachQueue', queueId, nowMs }).gives(detached);
  queued().when({ type: 'DetachQueue', queueId: otherQueue, nowMs }).givesNothing();
  given(...onSale())
    .when({ type: 'DetachQueue', queueId, nowMs })
    .givesNothing();
});

it('keeps its prices from the start of the sale until the queue is over', () => {
  const reprice = (atMs: number) =>
    ({ type: 'ChangePricing', patch: { base: usd(2_000) }, nowMs: atMs }) as const;
  queued().when(reprice(onSaleMs)).isRefused({ reason: 'PricesKept', queueId });
  queued()
    .when({ type: 'ChangePricing', patch: { base: usd(1_000) }, nowMs })
    .givesNothing();
  const changes = (...history: readonly ShowtimeEvent[]) =>
    showtimeDecider.decide(reprice(onSaleMs - minutes(1)), given(...history).state).kind;
  expect(changes(...onSale(), attached)).toBe('accepted');
  expect(changes(...onSale(), attached, detached)).toBe('accepted');
});
