import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import type { Commands } from '../../commands/Commands.ts';
import { seatsOfRows } from '../../domain/hall/drawnRows.ts';
import { drawingOf, type Hall, type HallDrawing } from '../../domain/hall/hallDecider.ts';
import { checkLayout, focalPointFor } from '../../domain/seating/checkLayout.ts';
import { seatingPlan } from '../../domain/seating/SeatingPlan.ts';
import { withoutLabels } from '../../domain/seating/seat.ts';
import { rehearseLayout } from '../../domain/showtime/inventory/rehearseLayout.ts';
import type { Clock } from '../../ports/Clock.ts';
import { decodeCursor, encodeCursor } from '../../projections/sql/cursor.ts';
import { pageOf } from '../../projections/sql/page.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import type { TheaterOf } from '../http/auth/access.ts';
import { invalidRequest, notFound, ProblemError } from '../http/problems/Problem.ts';
import { layoutBodyBytesMax } from '../http/requestChecks.ts';
import { idParams, pageQuery } from '../http/schemas.ts';
import { csvOf } from '../reports/csv.ts';
import { rehearsalBody, rehearsalsShown } from './rehearsalSchemas.ts';
import {
  moveView,
  type RehearsalShown,
  rehearsalColumns,
  rehearsalRows,
  seatsById,
} from './rehearsalViews.ts';

const mediaTypes = ['application/json', 'text/csv'] as const;
const cursorKind = 'rehearsal';

export interface RehearsalRoutesDeps {
  readonly commands: Pick<Commands, 'halls' | 'movies' | 'schedules' | 'showtimes'>;
  readonly clock: Clock;
}

const drawnFor = (hall: Hall, body: z.output<typeof rehearsalBody>): HallDrawing => {
  const { version, rows = [], focalPoint } = body;
  if (version !== undefined) {
    const drawing = drawingOf(hall, version);
    if (drawing === undefined) throw notFound('There is no such layout version');
    return drawing;
  }
  const seats = seatsOfRows(rows);
  const faults = checkLayout(seats).map((fault) => ({ ...fault, in: 'body' as const }));
  if (faults.length > 0) throw invalidRequest(...faults);
  return { seats, focalPoint: focalPoint ?? focalPointFor(seats) };
};

export const rehearsalRoutes = (
  app: ApiInstance,
  { commands, clock }: RehearsalRoutesDeps,
  theaterOf: TheaterOf,
): void => {
  const rehearse = async (hall: Hall, drawing: HallDrawing, showtimeId: string) => {
    const { state, revision } = await commands.showtimes.read(showtimeId);
    if (state.status === 'none' || state.status === 'cancelled') return undefined;
    const { facts, inventory } = state;
    const movie = (await commands.movies.read(facts.movieId)).state;
    const before = drawingOf(hall, facts.layoutVersion);
    if (before === undefined || movie.status === 'none')
      throw new Error(`showtime ${showtimeId} names a layout or movie that does not exist`);
    const plan = seatingPlan(drawing.seats.map(withoutLabels), drawing.focalPoint);
    const { seatsTaken, moves } = rehearseLayout(inventory, plan, clock.nowMs());
    const [seatsBefore, seatsAfter] = [seatsById(before), seatsById(drawing)];
    const { startsAt, timeZone, layoutVersion } = facts;
    return {
      ...{ showtimeId, movie: { id: facts.movieId, title: movie.details.title } },
      ...{ startsAt, timeZone, revision, layoutVersion, seatsTaken },
      moves: moves.map((move) => moveView(seatsBefore, seatsAfter, move)),
    };
  };

  /** Showtimes that have not ended, by start: no two in a hall have the same. */
  const pageOfSlots = async (hallId: string, { limit, cursor }: { limit: number; cursor?: string }) => {
    const [afterMs] = cursor === undefined ? [0] : decodeCursor(cursorKind, z.tuple([z.int()]), cursor);
    const { slots } = (await commands.schedules.read(hallId)).state;
    const nowMs = clock.nowMs();
    const ahead = slots.filter(({ startsAtMs, endsAtMs }) => endsAtMs > nowMs && startsAtMs > afterMs);
    return pageOf(
      ahead,
      limit,
      ({ slot }) => slot.showtimeId,
      ({ startsAtMs }) => encodeCursor(cursorKind, [startsAtMs]),
    );
  };

  app.post(
    '/v1/halls/:id/layouts/rehearsal',
    {
      bodyLimit: layoutBodyBytesMax,
      config: { cost: 10, theaterOf },
      schema: {
        operationId: 'rehearseLayout',
        problems: ['not-acceptable'],
        summary: 'Who would have to move if the hall had this layout',
        description:
          'Changes nothing. For each showtime that has not ended, the seats in use that the layout lacks or changes, and for booked ones the nearest free seat of the same type, a party side by side where possible. `Accept: text/csv` gives one line for each seat to move, and the cursor in `Marquee-Next-Cursor`.',
        tags: ['run'],
        params: idParams,
        querystring: z.strictObject(pageQuery),
        body: rehearsalBody,
        response: { 200: rehearsalsShown },
      },
    },
    async (request, reply) => {
      const { id: hallId } = request.params;
      const preferred = request.accepts().type([...mediaTypes]);
      if (preferred === false)
        throw new ProblemError({ name: 'not-acceptable', fields: { offered: mediaTypes } });
      const hall = (await commands.halls.read(hallId)).state;
      if (hall.status === 'none') throw notFound('There is no such hall');
      const drawing = drawnFor(hall, request.body);
      const { items: showtimeIds, nextCursor } = await pageOfSlots(hallId, request.query);
      const items: RehearsalShown[] = [];
      for (const showtimeId of showtimeIds) {
        const rehearsed = await rehearse(hall, drawing, showtimeId);
        if (rehearsed !== undefined) items.push(rehearsed);
        await setImmediate();
      }
      reply.header('vary', 'accept').header('cache-control', 'private, no-store');
      if (preferred !== 'text/csv') return { items, nextCursor };
      if (nextCursor !== null) reply.header('marquee-next-cursor', nextCursor);
      reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="seats-to-move.csv"');
      return reply.send(csvOf(rehearsalRows(items), rehearsalColumns) as never);
    },
  );
};
