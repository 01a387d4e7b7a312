/** The gate: whoever shows a ticket's code is let in once. */

import type { BookingUseCases } from '../../commands/booking/bookings.ts';
import { checkIn } from '../../commands/gate/checkIn.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { TicketCodes } from '../../ports/TicketCodes.ts';
import { admittedShown, checkInBody } from '../booking/schemas.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { ProblemError } from '../http/problems/Problem.ts';
import { problemOfOutcome } from '../http/problems/refusals.ts';
import { replyToWrite } from '../http/schemas.ts';
import { setWriteHeaders } from '../http/writeAnswer.ts';
import { type WriteDeps, writeRequest } from '../http/writeRequest.ts';

export interface CheckInRoutesDeps extends WriteDeps {
  readonly tickets: TicketCodes;
  readonly bookings: BookingUseCases;
  readonly clock: Clock;
}

export const checkInRoutes = (app: ApiInstance, deps: CheckInRoutesDeps): void => {
  const { tickets, bookings, clock } = deps;

  app.post(
    '/v1/checkins',
    {
      config: { access: ['gate'] },
      schema: {
        summary: 'Let the holders of a ticket in, once',
        description: replyToWrite,
        tags: ['gate'],
        body: checkInBody,
        response: { 200: admittedShown },
      },
    },
    async (request, reply) => {
      const { context } = writeRequest(request, deps, request.body);
      const by = request.caller.id;
      const gate = { ...request.body, ...(by === undefined ? {} : { by }) };
      const outcome = await checkIn({ codes: tickets, bookings, clock }, gate, context);
      if (outcome.outcome !== 'admitted') throw new ProblemError(problemOfOutcome(outcome));
      setWriteHeaders(reply, outcome);
      const { bookingId, reference, seatIds, admittedAt } = outcome;
      return { bookingId, reference, seatIds: [...seatIds], admittedAt };
    },
  );
};
