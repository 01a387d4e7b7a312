import type { z } from 'zod';
import type { Commands } from '../../commands/Commands.ts';
import { type Offer, offerOf } from '../../domain/queue/offer.ts';
import type { Queue } from '../../domain/queue/queueDecider.ts';
import type { Showtime } from '../../domain/showtime/ShowtimeState.ts';
import { budgetsOfTheater } from '../http/limits/houseBudgets.ts';
import { refundTermsOf } from '../showtime/views.ts';
import type { entryShown } from './schemas.ts';

type Shown = z.output<typeof entryShown>['offers'][number];

interface OfferSeen {
  readonly shown: Omit<Shown, 'limits'>;
  readonly seatsPerHold: number;
  readonly freeSeats: number;
}

/** A state never changes, and thousands of callers ask about the same one. */
const seen = new WeakMap<Showtime, OfferSeen>();

const shownOf = ({ facts }: Showtime, { priceRange, seatsLeft }: Offer): OfferSeen['shown'] => ({
  showtimeId: facts.showtimeId,
  startsAt: facts.startsAt,
  priceRange,
  seatsLeft,
  refundTerms: refundTermsOf(facts),
});

const offerSeen = (showtime: Showtime): OfferSeen => {
  const known = seen.get(showtime);
  if (known !== undefined) return known;
  const offer = offerOf(showtime);
  const { freeSeats, seatsPerHold } = offer;
  const made = { shown: shownOf(showtime, offer), seatsPerHold, freeSeats };
  seen.set(showtime, made);
  return made;
};

/** What the showtimes of a queue have to sell now. Throws EventStoreUnavailable. */
export const offersOf = async (
  commands: Pick<Commands, 'showtimes' | 'theaters'>,
  { showtimeIds }: Queue,
): Promise<{ readonly offers: Shown[]; readonly seatsLeft: number }> => {
  const found = await Promise.all(
    showtimeIds.map(async (id) => {
      const { state } = await commands.showtimes.read(id);
      if (state.status === 'none') return [];
      const { purchaseSeatsMax: seatsPerCustomer } = await budgetsOfTheater(commands, state.facts.theaterId);
      const { shown, seatsPerHold, freeSeats } = offerSeen(state);
      return [{ offer: { ...shown, limits: { seatsPerHold, seatsPerCustomer } }, freeSeats }];
    }),
  );
  const all = found.flat();
  return {
    offers: all.map(({ offer }) => offer),
    seatsLeft: all.reduce((sum, { freeSeats }) => sum + freeSeats, 0),
  };
};
