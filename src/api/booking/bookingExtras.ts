import type { Commands } from '../../commands/Commands.ts';
import { findHold } from '../../domain/showtime/inventory/findHold.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { HoldTokenContent } from '../hold/holdToken.ts';
import { notFound, ProblemError } from '../http/problems/Problem.ts';
import { problemOfRejection } from '../http/problems/refusals.ts';

interface Extras {
  readonly promoCode: string | undefined;
  readonly addOns: readonly { readonly id: string }[] | undefined;
}

/** What is wrong with the hold itself comes first, as in every other refusal. */
export const refuseExtras = async (
  { commands, clock }: { readonly commands: Pick<Commands, 'showtimes'>; readonly clock: Clock },
  { showtimeId, holdId }: HoldTokenContent,
  { promoCode, addOns = [] }: Extras,
): Promise<void> => {
  if (promoCode === undefined && addOns.length === 0) return;
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
