import type { Bookings, Tell } from './Bookings.ts';
import { type Layout, Seats, tagOf } from './Seats.ts';
import type { LiveHold } from './ShowtimeShape.ts';

/** A seat keeps its owner where the layout still has it. Returns the holds with the places that their seats have now. */
export const moveToLayout = (
  { seats, holds }: { readonly seats: Seats; readonly holds: ReadonlyMap<string, LiveHold> },
  { bookings }: { readonly bookings: Pick<Bookings, 'tagAt'> },
  layout: Layout,
  tell: Tell,
): ReadonlyMap<string, LiveHold> => {
  const heldTags = new Map(
    [...holds].flatMap(([id, { places }]) => places.map((place) => [place, tagOf(id)] as const)),
  );
  const moved = new Seats(layout);
  const places = new Map<number, number>();
  for (const [id, from] of seats.layout) {
    const kind = seats.kindAt(from);
    if (kind === 'free') continue;
    const to = layout.get(id);
    if (to === undefined) {
      tell(`drops seat ${id}, which is ${kind}`);
      continue;
    }
    const owner = seats.ownerAt(from);
    const tag = kind === 'booked' ? bookings.tagAt(owner) : (heldTags.get(from) ?? 0);
    moved.give(to, 0, { kind, owner, tag }, seats.priceAt(from));
    places.set(from, to);
  }
  seats.replaceBy(moved);
  return new Map(
    [...holds].map(([holdId, hold]) => [
      holdId,
      { ...hold, places: hold.places.flatMap((place) => places.get(place) ?? []) },
    ]),
  );
};
