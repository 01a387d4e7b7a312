import type { GateDeps } from '../../commands/gate/admitTicket.ts';
import { checkInBooking } from '../../commands/gate/checkIn.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { mayActFor } from '../http/auth/Caller.ts';
import { notFound, notYours, ProblemError } from '../http/problems/Problem.ts';
import { problemOfOutcome } from '../http/problems/refusals.ts';
import { idParams, replyToWrite } from '../http/schemas.ts';
import { setWriteHeaders } from '../http/writeAnswer.ts';
import { type WriteDeps, writeRequest } from '../http/writeRequest.ts';
import { admittedShown, deskCheckInBody } from './schemas.ts';

export interface DeskCheckInDeps extends WriteDeps, GateDeps {}

/** For customers who stand at the desk without their ticket. */
export const deskCheckInRoutes = (app: ApiInstance, deps: DeskCheckInDeps): void => {
  app.post(
    '/v1/bookings/:id/checkins',
    {
      schema: {
        operationId: 'checkInBooking',
        problems: ['already-admitted', 'too-early', 'not-confirmed', 'unknown-seat'],
        summary: 'Let the holders of a booking in without their ticket',
        description: replyToWrite,
        tags: ['gate'],
        params: idParams,
        body: deskCheckInBody,
        response: { 200: admittedShown },
      },
    },
    async (request, reply) => {
      const asked = request.body ?? {};
      const { id: bookingId } = request.params;
      const { context, newId } = writeRequest(request, deps, asked);
      const { state: booking } = await deps.commands.bookings.readCurrent(bookingId);
      if (booking.status === 'none') throw notFound('There is no such booking');
      if (!mayActFor(request.caller, booking.theaterId)) throw notYours('There is no such booking');
      const outcome = await checkInBooking(
        deps,
        { bookingId, checkinId: newId('checkin'), ...asked },
        context,
      );
      if (outcome.outcome !== 'admitted') throw new ProblemError(problemOfOutcome(outcome));
      setWriteHeaders(reply, outcome);
      const { checkinId, reference, seatIds, admittedAt } = outcome;
      const shownId = checkinId === undefined ? {} : { checkinId };
      return { ...shownId, bookingId, reference, seatIds: [...seatIds], admittedAt };
    },
  );
};
