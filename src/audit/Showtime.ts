/** One showtime by its own events: nothing here is shared with the code that decides. */
import type { Tell } from './Bookings.ts';
import { compareSummary } from './compareSummary.ts';
import {
  amountIn,
  demandSum,
  type Fields,
  fieldsIn,
  instantIn,
  layoutSeatsIn,
  pricedSeatsIn,
  shown,
  textIn,
  textsIn,
  wholeIn,
} from './fields.ts';
import { moveToLayout } from './moveToLayout.ts';
import { SeatMoves } from './SeatMoves.ts';
import { blocked, type Owner, Seats, tagOf } from './Seats.ts';
import type { LiveHold, ShowtimeParts, ShowtimeShape, Told } from './ShowtimeShape.ts';

const listed = (ids: readonly string[]): string => ids.slice(0, 5).join(', ') + (ids.length > 5 ? ' …' : '');

export class Showtime {
  readonly seats: Seats;
  readonly holds: Map<string, LiveHold>;
  readonly #ttlMs: number;
  readonly #capMs: number;
  isCancelled: boolean;
  /** A conflict was found: its seats are not what its events say. */
  isDoubtful: boolean;
  readonly #parts: ShowtimeParts;
  readonly #moves: SeatMoves;

  constructor(
    parts: ShowtimeParts,
    seats: Seats,
    shape: Omit<ShowtimeShape, 'layout' | 'words' | 'digest' | 'taken'>,
  ) {
    this.#parts = parts;
    this.seats = seats;
    this.#moves = new SeatMoves(seats);
    this.holds = new Map(shape.holds);
    this.#ttlMs = shape.ttlMs;
    this.#capMs = shape.capMs;
    this.isCancelled = shape.isCancelled;
    this.isDoubtful = shape.isDoubtful;
  }

  static scheduled(parts: ShowtimeParts, data: Fields): Showtime {
    const policies = fieldsIn(data, 'policies');
    return new Showtime(parts, new Seats(parts.layoutOf(layoutSeatsIn(data))), {
      holds: new Map(),
      ttlMs: wholeIn(policies, 'holdTtlMs'),
      capMs: wholeIn(policies, 'holdCapMs'),
      isCancelled: false,
      isDoubtful: false,
    });
  }

  shape(layout: number): ShowtimeShape {
    const { words, digest, taken } = this.seats;
    const { holds, isCancelled, isDoubtful } = this;
    return {
      layout,
      words,
      digest,
      taken,
      holds,
      ttlMs: this.#ttlMs,
      capMs: this.#capMs,
      isCancelled,
      isDoubtful,
    };
  }

  apply(told: Told): void {
    const { type, data, tell } = told;
    switch (type) {
      case 'SeatsHeld':
        this.#held(told);
        break;
      case 'HoldExtended':
        this.#extended(told);
        break;
      case 'HoldSwapped':
        this.#swapped(told);
        break;
      case 'HoldReleased':
      case 'HoldExpired':
        this.#ended(told);
        break;
      case 'SeatsBooked':
        this.#booked(told);
        break;
      case 'SeatsReturned':
        this.#returned(data, tell);
        break;
      case 'SeatsBlocked':
        this.#moves.take(textsIn(data, 'seatIds'), blocked, tell);
        break;
      case 'SeatsUnblocked':
        for (const id of textsIn(data, 'seatIds')) this.#moves.free(id, blocked, tell);
        break;
      case 'ShowtimeMovedToLayout':
        for (const [holdId, hold] of moveToLayout(
          this,
          this.#parts,
          this.#parts.layoutOf(layoutSeatsIn(data)),
          tell,
        )) {
          this.holds.set(holdId, hold);
        }
        break;
      case 'ShowtimeCancelled':
        this.isCancelled = true;
        break;
      case 'ShowtimeSummarized':
        compareSummary(this, data, tell);
        break;
    }
  }

  #held({ data, atMs, tell }: Told): void {
    const holdId = textIn(data, 'holdId');
    const seats = pricedSeatsIn(data, 'seats');
    const expiresAtMs = instantIn(data, 'expiresAt');
    if (this.holds.has(holdId)) tell(`names a hold that lives: ${holdId}`);
    if (this.isCancelled) tell('holds seats of a cancelled showtime');
    const capAtMs = atMs + Math.max(this.#ttlMs, this.#capMs);
    if (expiresAtMs > capAtMs) tell(`holds seats until ${told(expiresAtMs)}, past the cap ${told(capAtMs)}`);
    const sum = demandSum(seats, amountIn(data, 'total'), tell);
    const number = this.#parts.nextHoldNumber();
    const owner: Owner = { kind: 'held', owner: number, tag: tagOf(holdId) };
    this.#moves.takePriced(seats, owner, tell);
    const places = seats.flatMap(({ id }) => this.seats.layout.get(id) ?? []);
    const bookingId = textIn(data, 'bookingId');
    this.holds.set(holdId, {
      number,
      bookingId,
      places,
      currency: sum.currency,
      expiresAtMs,
      capAtMs: atMs + this.#capMs,
    });
  }

  #extended({ data, tell }: Told): void {
    const holdId = textIn(data, 'holdId');
    const hold = this.#hold(holdId, tell);
    const expiresAtMs = instantIn(data, 'expiresAt');
    if (hold === undefined) return;
    if (expiresAtMs > hold.capAtMs) {
      tell(`extends hold ${holdId} to ${told(expiresAtMs)}, past its cap ${told(hold.capAtMs)}`);
    }
    this.holds.set(holdId, { ...hold, expiresAtMs });
  }

  #swapped({ data, tell }: Told): void {
    const holdId = textIn(data, 'holdId');
    const hold = this.#hold(holdId, tell);
    if (hold === undefined) return;
    const owner: Owner = { kind: 'held', owner: hold.number, tag: tagOf(holdId) };
    const released = textsIn(data, 'released');
    for (const id of released) this.#moves.free(id, owner, tell);
    const added = pricedSeatsIn(data, 'added');
    this.#moves.takePriced(added, owner, tell);
    const gone = new Set(released.flatMap((id) => this.seats.layout.get(id) ?? []));
    const places = [
      ...hold.places.filter((place) => !gone.has(place)),
      ...added.flatMap(({ id }) => this.seats.layout.get(id) ?? []),
    ];
    this.holds.set(holdId, { ...hold, places });
    const minor = this.#moves.priceOf(places);
    const total = amountIn(data, 'total');
    if (total.minor !== minor || added.some(({ price }) => price.currency !== hold.currency)) {
      tell(`has total ${shown(total)}, but its seats cost ${shown({ minor, currency: hold.currency })}`);
    }
  }

  #ended({ type, data, atMs, tell }: Told): void {
    const holdId = textIn(data, 'holdId');
    const hold = this.#hold(holdId, tell);
    const seatIds = textsIn(data, 'seatIds');
    if (hold === undefined) return;
    if (type === 'HoldExpired' && atMs < hold.expiresAtMs) {
      tell(`ends hold ${holdId} at ${told(atMs)}, but it lives until ${told(hold.expiresAtMs)}`);
    }
    const owner: Owner = { kind: 'held', owner: hold.number, tag: tagOf(holdId) };
    this.#demandAll(hold, seatIds, tell);
    for (const id of seatIds) this.#moves.free(id, owner, tell);
    this.holds.delete(holdId);
  }

  #booked({ data, atMs, tell }: Told): void {
    const holdId = textIn(data, 'holdId');
    const bookingId = textIn(data, 'bookingId');
    const seatIds = textsIn(data, 'seatIds');
    const hold = this.holds.get(holdId);
    if (hold === undefined) tell(`books seats without a hold: ${holdId} does not live`);
    else {
      if (hold.bookingId !== bookingId)
        tell(`books seats for ${bookingId}, but hold ${holdId} is for ${hold.bookingId}`);
      if (atMs >= hold.expiresAtMs)
        tell(`books hold ${holdId} at ${told(atMs)}, but it was over at ${told(hold.expiresAtMs)}`);
      this.#demandAll(hold, seatIds, tell);
    }
    if (this.isCancelled) tell('books seats of a cancelled showtime');
    const held: Owner = { kind: 'held', owner: hold?.number ?? -1, tag: tagOf(holdId) };
    const booked: Owner = {
      kind: 'booked',
      owner: this.#parts.bookings.rowOf(bookingId),
      tag: tagOf(bookingId),
    };
    const minor = seatIds.reduce((sum, id) => sum + (this.#moves.pass(id, held, booked, tell) ?? 0), 0);
    this.holds.delete(holdId);
    this.#parts.bookings.sold(bookingId, seatIds.length, { minor, currency: hold?.currency ?? '' }, tell);
  }

  #returned(data: Fields, tell: Tell): void {
    const bookingId = textIn(data, 'bookingId');
    const row = this.#parts.bookings.rowOf(bookingId);
    const owner: Owner = { kind: 'booked', owner: row, tag: tagOf(bookingId) };
    for (const id of textsIn(data, 'seatIds')) {
      const place = this.seats.layout.get(id);
      const price = place === undefined ? 0 : this.seats.priceAt(place);
      this.#moves.free(id, owner, tell);
      this.#parts.bookings.returned(row, price);
    }
  }

  #demandAll({ places }: LiveHold, seatIds: readonly string[], tell: Tell): void {
    const named = new Set(seatIds.map((id) => this.seats.layout.get(id)));
    if (places.length !== named.size || places.some((place) => !named.has(place))) {
      tell(`names seats ${listed(seatIds)}, which are not all seats of the hold`);
    }
  }

  #hold(holdId: string, tell: Tell): LiveHold | undefined {
    const hold = this.holds.get(holdId);
    if (hold === undefined) tell(`names a hold that does not live: ${holdId}`);
    return hold;
  }
}

const told = (ms: number): string => new Date(ms).toISOString();
