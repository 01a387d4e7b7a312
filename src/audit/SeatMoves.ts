/** Seats go from one owner to another, and what is told of that is compared with whose they were. */
import type { Tell } from './Bookings.ts';
import type { PricedSeat } from './fields.ts';
import { free, type Owner, type Seats } from './Seats.ts';

export class SeatMoves {
  readonly #seats: Seats;

  constructor(seats: Seats) {
    this.#seats = seats;
  }

  takePriced(seats: readonly PricedSeat[], owner: Owner, tell: Tell): void {
    for (const { id, price } of seats) this.take([id], owner, tell, price.minor);
  }

  take(seatIds: readonly string[], owner: Owner, tell: Tell, priceMinor = 0): void {
    for (const id of seatIds) {
      const place = this.placeOf(id, tell);
      if (place === undefined) continue;
      const kind = this.#seats.kindAt(place);
      if (kind !== 'free') tell(`takes seat ${id}, which is ${kind} already`);
      this.#seats.give(place, 0, owner, priceMinor);
    }
  }

  free(id: string, from: Owner, tell: Tell): void {
    const place = this.placeOf(id, tell);
    if (place === undefined) return;
    this.demandOwner(place, id, from, tell);
    this.#seats.give(place, from.tag, free, 0);
  }

  demandOwner(place: number, id: string, { kind, owner }: Owner, tell: Tell): void {
    const found = this.#seats.kindAt(place);
    if (found !== kind) tell(`wants seat ${id} ${kind}, but it is ${found}`);
    else if (this.#seats.ownerAt(place) !== owner) tell(`wants seat ${id}, which is ${kind} by another`);
  }

  placeOf(id: string, tell: Tell): number | undefined {
    const place = this.#seats.layout.get(id);
    if (place === undefined) tell(`names seat ${id}, which the layout does not have`);
    return place;
  }

  priceOf(places: readonly number[]): number {
    return places.reduce((sum, place) => sum + this.#seats.priceAt(place), 0);
  }

  /** Undefined for a seat that the layout does not have, which is told. */
  pass(id: string, from: Owner, to: Owner, tell: Tell): number | undefined {
    const place = this.placeOf(id, tell);
    if (place === undefined) return undefined;
    this.demandOwner(place, id, from, tell);
    const price = this.#seats.priceAt(place);
    this.#seats.give(place, from.tag, to, price);
    return price;
  }
}
