import type { Tell } from './Bookings.ts';
import { amountIn, type Fields, fieldsOf, listIn, shown, wholeIn } from './fields.ts';
import type { Seats } from './Seats.ts';

interface Folded {
  readonly seats: Seats;
  readonly holds: ReadonlyMap<string, unknown>;
  readonly isCancelled: boolean;
}

const add = (counts: Map<number, number>, priceMinor: number, seats: number): void => {
  counts.set(priceMinor, (counts.get(priceMinor) ?? 0) + seats);
};

/** What a summary says of a showtime, compared with what its events before made of it. */
export const compareSummary = ({ seats, holds, isCancelled }: Folded, data: Fields, tell: Tell): void => {
  const folded = { booked: 0, blocked: 0, sum: 0, byPrice: new Map<number, number>() };
  for (const place of seats.layout.values()) {
    const kind = seats.kindAt(place);
    if (kind === 'blocked') folded.blocked += 1;
    if (kind !== 'booked') continue;
    folded.booked += 1;
    folded.sum += seats.priceAt(place);
    add(folded.byPrice, seats.priceAt(place), 1);
  }
  if (holds.size > 0) tell(`is made while ${holds.size} holds live`);
  if (data.isCancelled !== isCancelled)
    tell(`says cancelled: ${data.isCancelled}, the events ${isCancelled}`);
  const counts = { seats: seats.layout.size, booked: folded.booked, blocked: folded.blocked };
  for (const [name, count] of Object.entries(counts)) {
    const told = wholeIn(data, name);
    if (told !== count) tell(`says ${told} ${name}, the events ${count}`);
  }
  const total = amountIn(data, 'total');
  if (total.minor !== folded.sum) tell(`has total ${shown(total)}, the booked seats cost ${folded.sum}`);
  const sold = new Map<number, number>();
  for (const each of listIn(data, 'sold')) {
    const line = fieldsOf(each, 'sold');
    const price = amountIn(line, 'price');
    if (price.currency !== total.currency) tell('mixes currencies');
    add(sold, price.minor, wholeIn(line, 'seats'));
  }
  for (const price of new Set([...sold.keys(), ...folded.byPrice.keys()])) {
    const [told, is] = [sold.get(price) ?? 0, folded.byPrice.get(price) ?? 0];
    if (told !== is) tell(`says ${told} seats at ${price}, the events ${is}`);
  }
};
