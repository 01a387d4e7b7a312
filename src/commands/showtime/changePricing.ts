import type { PricePatch } from '../../domain/pricing/repriced.ts';
import type { ShowtimeRejections } from '../../domain/showtime/commands.ts';
import type { ShowtimeState } from '../../domain/showtime/ShowtimeState.ts';
import { theaterCurrency } from '../../domain/theater/theaterDecider.ts';
import type { CommandContext, Outcome } from '../engine/Outcome.ts';
import type { Runners } from '../runners.ts';

export interface ChangePricingRequest {
  readonly showtimeId: string;
  readonly patch: PricePatch;
  readonly expectedVersion?: number;
}

/** Edits prices, in the currency of the showtime's theater. Throws EventStoreUnavailable. */
export const changePricing = async (
  { showtimes, theaters }: Pick<Runners, 'showtimes' | 'theaters'>,
  { showtimeId, ...edit }: ChangePricingRequest,
  context: CommandContext,
): Promise<Outcome<ShowtimeState, ShowtimeRejections['ChangePricing']>> => {
  const { state } = await showtimes.read(showtimeId);
  const theater = state.status === 'none' ? undefined : await theaters.read(state.facts.theaterId);
  const currency = theater === undefined ? undefined : theaterCurrency(theater.state);
  return showtimes.execute(
    showtimeId,
    {
      type: 'ChangePricing',
      ...edit,
      ...(currency === undefined ? {} : { theaterCurrency: currency }),
    },
    context,
  );
};
