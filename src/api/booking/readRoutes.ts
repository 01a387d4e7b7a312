import { z } from 'zod';
import type { Commands } from '../../commands/Commands.ts';
import type { AsOf } from '../../commands/engine/CommandRunner.ts';
import type { TheaterTexts } from '../../commands/theater/theaterTexts.ts';
import { ticketMediaTypes } from '../../ports/TicketRenderer.ts';
import type { CustomerServices } from '../customer/CustomerServices.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { asOfQuery, demandPast } from '../http/asOf.ts';
import { mayActFor } from '../http/auth/Caller.ts';
import { type PositionedView, readsAtPosition } from '../http/minPosition.ts';
import { notFound, ProblemError } from '../http/problems/Problem.ts';
import { problemOfRejection } from '../http/problems/refusals.ts';
import type { Stale } from '../http/stale.ts';
import type { TicketServices } from '../ticket/TicketServices.ts';
import { type BookingOpenerDeps, bookingOpener, bookingDescribed as described } from './bookingOpener.ts';
import { cancellationOf } from './cancellationOf.ts';
import { type BookingRead, readBooking } from './readBooking.ts';
import { bookingShown } from './schemas.ts';
import { staffView, undoneAdmissions } from './staffView.ts';
import { type TicketBudgetDeps, ticketBudget } from './ticketBudget.ts';
import { bookingView } from './views.ts';

const ticketExtension = {
  'application/pdf': 'pdf',
  'image/png': 'png',
  'image/svg+xml': 'svg',
} as const satisfies Record<(typeof ticketMediaTypes)[number], string>;

export interface ReadRoutesDeps extends BookingOpenerDeps, TicketBudgetDeps {
  readonly customers: Pick<CustomerServices, 'open'>;
  readonly commands: Pick<Commands, 'showtimes' | 'theaters'>;
  readonly texts: Pick<TheaterTexts, 'open'>;
  readonly tickets: Pick<TicketServices, 'draw'>;
  readonly position: PositionedView;
}

export const bookingReadRoutes = (app: ApiInstance, deps: ReadRoutesDeps): void => {
  const { customers, texts, tickets } = deps;
  const { opened, openedOrStale } = bookingOpener(deps);
  const preHandler = readsAtPosition(deps.position);
  const asItWas = async ({ booking }: BookingRead, asOf: AsOf): Promise<BookingRead & { stale?: Stale }> => {
    await demandPast(app.eventLog, asOf);
    const past = await readBooking(deps.events, booking.bookingId, asOf);
    if (past === undefined) throw notFound('There was no such booking');
    return past;
  };
  const spendOnTicket = ticketBudget(app, deps);

  app.get(
    '/v1/bookings/:id',
    {
      config: { etag: true },
      schema: {
        operationId: 'getBooking',
        ...described,
        summary: 'A booking',
        description: 'As it was (`asOf`) for the same callers; not found before it began.',
        querystring: z.strictObject({ asOf: asOfQuery.exactOptional() }),
        response: { 200: bookingShown },
      },
      preHandler,
    },
    async (request) => {
      const { asOf } = request.query;
      const now = await openedOrStale(request);
      const { booking, history, undone, stale } = asOf === undefined ? now : await asItWas(now, asOf);
      const cancellation = await cancellationOf(deps, booking);
      const shown = { ...bookingView(booking), ...cancellation, history: [...history] };
      if (stale !== undefined) return { ...shown, stale };
      if (!mayActFor(request.caller, booking.theaterId)) return shown;
      const [seen, takenBack] = await Promise.all([
        staffView(customers, booking),
        undoneAdmissions(texts, booking.theaterId, undone ?? []),
      ]);
      return { ...shown, ...seen, ...takenBack };
    },
  );

  app.get(
    '/v1/bookings/:id/ticket',
    {
      config: { cost: 5 },
      schema: {
        operationId: 'getTicket',
        problems: ['not-acceptable', 'not-confirmed', 'budget-exhausted'],
        ...described,
        summary: 'The ticket with its signed QR code',
        response: {
          200: {
            description: 'By Accept; a PDF without it',
            content: Object.fromEntries(ticketMediaTypes.map((type) => [type, { schema: z.string() }])),
          },
        },
      },
      preHandler,
    },
    async (request, reply) => {
      const { booking, revision } = await opened(request);
      const preferred = request.accepts().type([...ticketMediaTypes]);
      const as = ticketMediaTypes.find((type) => type === preferred);
      if (as === undefined) {
        throw new ProblemError({ name: 'not-acceptable', fields: { offered: ticketMediaTypes } });
      }
      const file = await tickets.draw({ booking, revision }, as, () => spendOnTicket(request, booking));
      if (file === undefined) {
        throw new ProblemError(problemOfRejection({ reason: 'NotConfirmed', bookingStatus: booking.status }));
      }
      return reply
        .type(as)
        .header('vary', 'accept')
        .header('cache-control', 'private, no-store')
        .header(
          'content-disposition',
          `inline; filename="ticket-${booking.reference}.${ticketExtension[as]}"`,
        )
        .send(Buffer.from(file) as unknown as string);
    },
  );
};
