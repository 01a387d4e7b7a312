import type { z } from 'zod';
import type { Commands } from '../../commands/Commands.ts';
import { type Offer, offerOf } from '../../domain/queue/offer.ts';
import type { Queue } from '../../domain/queue/queueDecider.ts';
import type { Showtime } from '../../domain/showtime/ShowtimeState.ts';
import { refundTermsOf } from '../showtime/views.ts';
import type { entryShown } from './schemas.ts';

type Shown = z.output<typeof entryShown>['offers'][number];

interface OfferSeen {
  readonly shown: Shown;
  readonly freeSeats: number;
}

/** A state never changes, and thousands of callers ask about the same one. */
const seen = new WeakMap<Showtime, OfferSeen>();

const shownOf = ({ facts }: Showtime, { priceRange, seatsLeft, seatsPerHold }: Offer): Shown => ({
  showtimeId: facts.showtimeId,
  startsAt: facts.startsAt,
  priceRange,
  seatsLeft,
  limits: { seatsPerHold },
  refundTerms: refundTermsOf(facts),
});

const offerSeen = (showtime: Showtime): OfferSeen => {
  const known = seen.get(showtime);
  if (known !== undefined) return known;
  const offer = offerOf(showtime);
  const made = { shown: shownOf(showtime, offer), freeSeats: offer.freeSeats };
  seen.set(showtime, made);
  return made;
};

/** What the showtimes of a queue have to sell now. Throws EventStoreUnavailable. */
export const offersOf = async (
  { showtimes }: Pick<Commands, 'showtimes'>,
  { showtimeIds }: Queue,
): Promise<{ readonly offers: Shown[]; readonly seatsLeft: number }> => {
  const states = await Promise.all(showtimeIds.map(async (id) => (await showtimes.read(id)).state));
  const found = states.flatMap((state) => (state.status === 'none' ? [] : [offerSeen(state)]));
  return {
    offers: found.map(({ shown }) => shown),
    seatsLeft: found.reduce((sum, { freeSeats }) => sum + freeSeats, 0),
  };
};
