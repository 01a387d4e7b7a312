import { z } from 'zod';
import { checkIn } from '../../commands/gate/checkIn.ts';
import { undoCheckIn } from '../../commands/gate/undoCheckIn.ts';
import type { Runners } from '../../commands/runners.ts';
import type { TheaterTexts } from '../../commands/theater/theaterTexts.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { EventStore } from '../../ports/EventStore.ts';
import type { TicketCodes } from '../../ports/TicketCodes.ts';
import type { BookingsQueries } from '../../projections/bookings/bookingsQueries.ts';
import { decodeCursor, encodeCursor } from '../../projections/sql/cursor.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { theatersOf } from '../http/auth/Caller.ts';
import { demandPosition } from '../http/minPosition.ts';
import { notFound, ProblemError } from '../http/problems/Problem.ts';
import { problemOfOutcome } from '../http/problems/refusals.ts';
import { pageOf, replyToWrite } from '../http/schemas.ts';
import { setWriteHeaders } from '../http/writeAnswer.ts';
import { type WriteDeps, writeRequest } from '../http/writeRequest.ts';
import {
  admittedShown,
  checkInBody,
  checkinParams,
  failedScanShown,
  ofShowtimeQuery,
  undoBody,
  undoneShown,
} from './schemas.ts';
import { showtimeAtGate } from './showtimeAtGate.ts';
import { failedScansPage, failedScanView } from './views.ts';

export interface CheckInRoutesDeps extends WriteDeps {
  readonly tickets: Pick<TicketCodes, 'verifyTicket'>;
  readonly commands: Pick<Runners, 'bookings' | 'requests' | 'theaters' | 'showtimes' | 'gates'>;
  readonly texts: TheaterTexts;
  readonly bookingLists: Pick<BookingsQueries, 'bookingOfCheckin' | 'waitFor'>;
  readonly events: Pick<EventStore, 'head'>;
  readonly clock: Clock;
}

const cursorKind = 'failed scans';
const cursorKey = z.tuple([z.int().min(1)]);

export const checkInRoutes = (app: ApiInstance, deps: CheckInRoutesDeps): void => {
  const { tickets, commands, texts, bookingLists, events, clock } = deps;

  app.post(
    '/v1/checkins',
    {
      config: { refusesProven: true },
      schema: {
        operationId: 'checkIn',
        problems: [
          'already-admitted',
          'too-early',
          'wrong-showtime',
          'not-confirmed',
          'unknown-seat',
          'invalid-ticket',
        ],
        summary: 'Let the holders of a ticket in, once',
        description: replyToWrite,
        tags: ['gate'],
        body: checkInBody,
        response: { 200: admittedShown },
      },
    },
    async (request, reply) => {
      const { context, newId } = writeRequest(request, deps, request.body);
      const { scannedAt, ...gate } = request.body;
      const theaterIds = theatersOf(request.caller);
      const outcome = await checkIn(
        { codes: tickets, commands, texts, clock },
        {
          ...gate,
          checkinId: newId('checkin'),
          scanId: newId('scan'),
          ...(theaterIds === 'all' ? {} : { theaterIds }),
          ...(scannedAt === undefined ? {} : { scannedAtMs: Date.parse(scannedAt) }),
        },
        context,
      );
      if (outcome.outcome !== 'admitted') throw new ProblemError(problemOfOutcome(outcome));
      setWriteHeaders(reply, outcome);
      const { checkinId, bookingId, reference, seatIds, admittedAt } = outcome;
      const id = checkinId === undefined ? {} : { checkinId };
      return { ...id, bookingId, reference, seatIds: [...seatIds], admittedAt };
    },
  );

  /** The read model may be behind a check-in of a moment ago: on a miss it is brought up to the log's head. */
  const bookingOf = async (checkinId: string): Promise<string> => {
    const known = await bookingLists.bookingOfCheckin(checkinId);
    if (known !== undefined) return known;
    await demandPosition(bookingLists, await events.head());
    const found = await bookingLists.bookingOfCheckin(checkinId);
    if (found === undefined) throw notFound('There is no such check-in');
    return found;
  };

  app.post(
    '/v1/checkins/:checkinId/undo',
    {
      schema: {
        operationId: 'undoCheckIn',
        problems: ['not-found', 'not-caught-up'],
        summary: 'Take an admission back, so that its seats may be admitted again',
        description: replyToWrite,
        tags: ['gate'],
        params: checkinParams,
        body: undoBody,
        response: { 200: undoneShown },
      },
    },
    async (request, reply) => {
      const { context } = writeRequest(request, deps, request.body);
      const { checkinId } = request.params;
      const theaterIds = theatersOf(request.caller);
      const outcome = await undoCheckIn(
        { commands, texts },
        {
          checkinId,
          bookingId: await bookingOf(checkinId),
          ...(theaterIds === 'all' ? {} : { theaterIds }),
          reason: request.body.reason,
        },
        context,
      );
      if (outcome.outcome !== 'undone') throw new ProblemError(problemOfOutcome(outcome));
      setWriteHeaders(reply, outcome);
      const { bookingId, reference, seatIds } = outcome;
      return { checkinId, bookingId, reference, seatIds: [...seatIds] };
    },
  );

  app.get(
    '/v1/checkins/failed',
    {
      schema: {
        operationId: 'listFailedCheckIns',
        problems: ['not-found'],
        summary: "A showtime's scans that were refused, the newest first",
        description:
          'The newest 500 of a showtime. A conflict is an offline admission of seats that were inside already.',
        tags: ['gate'],
        querystring: ofShowtimeQuery,
        response: { 200: pageOf(failedScanShown) },
      },
    },
    async (request) => {
      const { showtimeId, limit, cursor } = request.query;
      const theaterId = await showtimeAtGate(deps, showtimeId, request.caller);
      const [before] = cursor === undefined ? [] : decodeCursor(cursorKind, cursorKey, cursor);
      const { scans, next } = failedScansPage((await commands.gates.read(showtimeId)).state, {
        before,
        limit,
      });
      return {
        items: await Promise.all(scans.map((scan) => failedScanView(scan, theaterId, texts))),
        nextCursor: next === undefined ? null : encodeCursor(cursorKind, [next]),
      };
    },
  );
};
