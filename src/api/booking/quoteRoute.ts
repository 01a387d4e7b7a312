import { z } from 'zod';
import { type SeatNamesDeps, seatNames } from '../../commands/showtime/seatNames.ts';
import { idSchema } from '../../domain/kernel/ids.ts';
import { quote } from '../../domain/pricing/quote.ts';
import type { TicketType } from '../../domain/pricing/terms.ts';
import { findHold } from '../../domain/showtime/inventory/findHold.ts';
import { readHoldToken } from '../hold/holdToken.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { type ApiSecrets, everyKey } from '../http/ApiSecrets.ts';
import { type PositionedView, readsAtPosition } from '../http/minPosition.ts';
import { notFound, notYours, ProblemError } from '../http/problems/Problem.ts';
import { problemOfRejection } from '../http/problems/refusals.ts';
import { refundTermsOf } from '../showtime/views.ts';
import { type ExtrasDeps, extrasOf } from './bookingExtras.ts';
import { holdQuoteBody, holdQuoteShown } from './quoteSchemas.ts';

export interface QuoteRouteDeps extends ExtrasDeps {
  readonly commands: ExtrasDeps['commands'] & SeatNamesDeps;
  readonly secrets: ApiSecrets;
  readonly position: PositionedView;
}

export const quoteRoute = (app: ApiInstance, deps: QuoteRouteDeps): void => {
  app.post(
    '/v1/holds/:holdId/quote',
    {
      schema: {
        operationId: 'quoteHold',
        problems: [
          'not-found',
          'hold-expired',
          'currency-in-use',
          'unknown-seat',
          'promo-code-not-valid',
          'unknown-add-on',
        ],
        summary: 'What a hold costs, line by line',
        description:
          'With other ticket types than the held ones: what it would cost with them, at prices of now.',
        tags: ['book'],
        params: z.strictObject({ holdId: idSchema }),
        security: [{ holdToken: [] }],
        body: holdQuoteBody,
        response: { 200: holdQuoteShown },
      },
      preHandler: readsAtPosition(deps.position),
    },
    async (request, reply) => {
      const header = request.headers['hold-token'];
      const keys = everyKey(deps.secrets, 'holdToken');
      const held = typeof header === 'string' ? readHoldToken(keys, header) : undefined;
      if (held?.holdId !== request.params.holdId) throw notYours('There is no such hold for this Hold-Token');
      const { ticketTypes = {}, promoCode, addOns } = request.body ?? {};
      const { discount } = await extrasOf(deps, held, { promoCode, addOns });
      const { state } = await deps.commands.showtimes.read(held.showtimeId, held.holdId);
      if (state.status === 'none') throw notFound();
      const found = findHold(state.inventory, held.holdId, deps.clock.nowMs());
      if (found.kind === 'unknown') throw notFound();
      if (found.kind === 'over') {
        throw new ProblemError(problemOfRejection({ reason: 'HoldOver', how: found.how }));
      }
      const wanted = new Map<string, TicketType>(Object.entries(ticketTypes));
      const heldIds = new Set(found.hold.seats.map(({ id }) => id));
      const unknown = [...wanted.keys()].filter((id) => !heldIds.has(id));
      if (unknown.length > 0) throw new ProblemError(problemOfRejection({ reason: 'UnknownSeat', unknown }));
      const seats = found.hold.seats.map((seat) => {
        const { id, type } = seat;
        const ticketType = wanted.get(id) ?? seat.ticketType;
        return ticketType === seat.ticketType ? seat : { id, type, ticketType };
      });
      const discounts = discount === undefined ? [] : [discount];
      const quoted = quote({ terms: state.facts.priceTerms, seats, discounts });
      if (quoted.kind === 'mixed-currencies') {
        throw new ProblemError(problemOfRejection({ reason: 'CurrencyInUse', currency: quoted.currency }));
      }
      const names = await seatNames(deps.commands, state, found.hold.seats);
      reply.header('cache-control', 'no-store');
      return {
        lines: quoted.lines.map((line) =>
          line.kind === 'seat'
            ? {
                kind: line.kind,
                label: `${names.get(line.seatId) ?? line.seatId} (${line.ticketType})`,
                seatId: line.seatId,
                amount: line.amount,
              }
            : { kind: line.kind, label: line.label, amount: line.amount },
        ),
        total: quoted.total,
        tenders: [],
        due: quoted.total,
        refundTerms: refundTermsOf(state.facts),
      };
    },
  );
};
