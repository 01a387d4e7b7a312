import { z } from 'zod';
import type { Commands } from '../../commands/Commands.ts';
import { readEventsOf } from '../../commands/engine/readStream.ts';
import type { TheaterTexts } from '../../commands/theater/theaterTexts.ts';
import { idSchema, seatIdSchema } from '../../domain/kernel/ids.ts';
import type { SealedText } from '../../domain/kernel/sealedText.ts';
import type { ShowtimeEvent } from '../../domain/showtime/events.ts';
import { showtimeAggregate } from '../../domain/showtime/showtimeAggregate.ts';
import type { EventStore, RecordedEvent } from '../../ports/EventStore.ts';
import { InvalidCursor } from '../../projections/sql/page.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { type Caller, mayActFor } from '../http/auth/Caller.ts';
import { type PositionedView, readsAtPosition } from '../http/minPosition.ts';
import { notFound } from '../http/problems/Problem.ts';
import { pageOf, pageQuery } from '../http/schemas.ts';
import { seatHistoryOf } from './historyView.ts';
import { seatHistoryShown } from './schemas.ts';

type Entry = z.output<typeof seatHistoryShown>;

const pageEvents = 1_000;
/** Per request; the cursor goes on from there. */
const pagesMax = 20;

const cursorPattern = /^r([0-9]{1,9})$/;
const cursorOf = (revision: number): string => Buffer.from(`r${revision}`).toString('base64url');
const revisionOf = (cursor: string): number => {
  const digits = cursorPattern.exec(Buffer.from(cursor, 'base64url').toString('latin1'))?.[1];
  if (digits === undefined) throw new InvalidCursor('not a cursor of a seat history');
  return Number(digits);
};

const entriesOf = (
  event: RecordedEvent & ShowtimeEvent,
  seatId: string,
  open: (sealed: SealedText) => Promise<string | undefined>,
): Promise<readonly Entry[]> => {
  const { at, revision, id: eventId, metadata } = event;
  const { actor: by, causationId, correlationId } = metadata;
  return Promise.all(
    seatHistoryOf(event, seatId).map(async ({ sealedReason, ...entry }) => {
      const reason = sealedReason === undefined ? undefined : await open(sealedReason);
      const cause = { by, causationId, correlationId };
      return { at, revision, eventId, ...entry, ...(reason === undefined ? {} : { reason }), ...cause };
    }),
  );
};

/** Opens a reason for the theater's staff, and nothing for analysts. */
const reasonsFor = (caller: Caller, theaterId: string, texts: Pick<TheaterTexts, 'open'>) => {
  const isStaff = mayActFor(caller, theaterId);
  return async (sealed: SealedText) => (isStaff ? texts.open(theaterId, sealed) : undefined);
};

export interface SeatHistoryRoutesDeps {
  readonly events: Pick<EventStore, 'readStream'>;
  readonly commands: Pick<Commands, 'showtimes'>;
  readonly position: PositionedView;
  readonly texts: Pick<TheaterTexts, 'open'>;
}

export const seatHistoryRoutes = (
  app: ApiInstance,
  { events, commands, position, texts }: SeatHistoryRoutesDeps,
): void => {
  const theaterOf = async (id: string) => {
    const { state } = await commands.showtimes.read(id);
    return state.status === 'none' ? undefined : state.facts.theaterId;
  };

  app.get(
    '/v1/showtimes/:id/seats/:seatId/history',
    {
      config: { theaterOf },
      schema: {
        operationId: 'getSeatHistory',
        summary: 'Every hold, sale, release and block of one seat',
        description:
          'With who caused it, by pseudonym, and the request or event behind it. Why a seat was blocked is shown to the staff of its theater.',
        tags: ['log'],
        params: z.strictObject({ id: idSchema, seatId: seatIdSchema }),
        querystring: z.strictObject(pageQuery),
        response: { 200: pageOf(seatHistoryShown) },
      },
      preHandler: readsAtPosition(position),
    },
    async (request) => {
      const { id, seatId } = request.params;
      const { limit, cursor } = request.query;
      let fromRevision = cursor === undefined ? 0 : revisionOf(cursor);
      const { state } = await commands.showtimes.read(id);
      if (state.status === 'none' || !state.inventory.plan.indexOf.has(seatId))
        throw notFound('There is no such seat');
      const open = reasonsFor(request.caller, state.facts.theaterId, texts);
      const items: Entry[] = [];
      for (let page = 0; page < pagesMax; page += 1) {
        const range = { fromRevision, maxCount: pageEvents };
        const found = await readEventsOf(showtimeAggregate, events, id, range);
        for (const event of found.events) {
          const entries = await entriesOf(event, seatId, open);
          if (entries.length > 0 && items.length >= limit)
            return { items, nextCursor: cursorOf(event.revision) };
          items.push(...entries);
        }
        fromRevision += found.read;
        if (found.read < pageEvents) return { items, nextCursor: null };
      }
      return { items, nextCursor: cursorOf(fromRevision) };
    },
  );
};
