import type { Commands } from '../../commands/Commands.ts';
import type { NamedAmount } from '../../domain/pricing/quote.ts';
import { findHold } from '../../domain/showtime/inventory/findHold.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { HoldTokenContent } from '../hold/holdToken.ts';
import { notFound, ProblemError } from '../http/problems/Problem.ts';
import { problemOfRejection } from '../http/problems/refusals.ts';

export interface ExtrasDeps {
  readonly commands: Pick<Commands, 'showtimes'>;
  readonly clock: Clock;
}

interface ExtrasAsked {
  readonly promoCode: string | undefined;
  readonly addOns: readonly { readonly id: string }[] | undefined;
}

export interface Extras {
  readonly discount?: NamedAmount;
}

/** What is sold beside the seats: nothing yet. What is wrong with the hold itself is refused first, as everywhere. */
export const extrasOf = async (
  { commands, clock }: ExtrasDeps,
  { showtimeId, holdId }: HoldTokenContent,
  { promoCode, addOns = [] }: ExtrasAsked,
): Promise<Extras> => {
  if (promoCode === undefined && addOns.length === 0) return {};
  const { state } = await commands.showtimes.read(showtimeId, holdId);
  const found = state.status === 'none' ? undefined : findHold(state.inventory, holdId, clock.nowMs());
  if (found === undefined || found.kind === 'unknown') throw notFound('There is no such hold');
  if (found.kind === 'over') {
    throw new ProblemError(
      problemOfRejection(
        found.how === 'booked' ? { reason: 'HoldAlreadyBooked' } : { reason: 'HoldOver', how: found.how },
      ),
    );
  }
  if (promoCode !== undefined) throw new ProblemError({ name: 'promo-code-not-valid' });
  throw new ProblemError({ name: 'unknown-add-on', fields: { unknown: addOns.map(({ id }) => id) } });
};
