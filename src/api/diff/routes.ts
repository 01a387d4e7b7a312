import { z } from 'zod';
import type { EventStore } from '../../ports/EventStore.ts';
import { decodeCursor, encodeCursor } from '../../projections/sql/cursor.ts';
import { InvalidCursor } from '../../projections/sql/page.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { demandPast, positionQuery } from '../http/asOf.ts';
import { type Caller, hasRole, mayActFor } from '../http/auth/Caller.ts';
import { type ChangedStream, changedStreams } from './changedStreams.ts';
import { changeOf, type DiffCommands, type TheaterChange } from './changeOf.ts';
import { type Change, diffQuery, diffShown } from './schemas.ts';

export interface DiffRoutesDeps {
  readonly events: Pick<EventStore, 'head' | 'readAll'>;
  readonly commands: DiffCommands;
}

/** Streams that are folded at the same time. */
const atOnce = 10;
const cursorKind = 'diff';
const cursorKey = z.tuple([positionQuery, positionQuery, positionQuery]);

const maySee = (caller: Caller, { theaterIds }: TheaterChange): boolean =>
  hasRole(caller, 'analyst', 'admin') || theaterIds.some((id) => mayActFor(caller, id));

const shownOf = (stream: ChangedStream, { theaterIds, more }: TheaterChange): Change => {
  const [theaterId, ...others] = theaterIds;
  return { ...stream, ...(theaterId === undefined || others.length > 0 ? {} : { theaterId }), ...more };
};

export const diffRoutes = (app: ApiInstance, { events, commands }: DiffRoutesDeps): void => {
  const seenBy = async (caller: Caller, streams: readonly ChangedStream[]): Promise<Change[]> => {
    const items: Change[] = [];
    for (let from = 0; from < streams.length; from += atOnce) {
      const some = streams.slice(from, from + atOnce);
      const changes = await Promise.all(
        some.map(async (stream) => ({ stream, change: await changeOf(commands, stream) })),
      );
      for (const { stream, change } of changes) {
        if (maySee(caller, change)) items.push(shownOf(stream, change));
      }
    }
    return items;
  };

  app.get(
    '/v1/diff',
    {
      config: { cost: 20 },
      schema: {
        operationId: 'getDiff',
        summary: 'What changed between two positions of the log',
        description:
          'One item for each thing that changed, in order of its first change. A page looks at `limit` events, or fewer when many things changed; its `to` says how far it goes. Staff see their theaters, analysts all.',
        tags: ['log'],
        querystring: diffQuery,
        response: { 200: diffShown },
      },
    },
    async (request) => {
      const { from, to, limit, cursor } = request.query;
      const [first, last, after] =
        cursor === undefined ? [from, to, from] : decodeCursor(cursorKind, cursorKey, cursor);
      if (first !== from || last !== to) throw new InvalidCursor('a cursor between other positions');
      await demandPast(events, { position: to }, 'to');
      const { streams, reached } = await changedStreams(events, { from: after, to, eventsMax: limit });
      const items = await seenBy(request.caller, streams);
      const nextCursor = reached < to ? encodeCursor(cursorKind, [from, to, reached]) : null;
      return { from: after, to: reached, items, nextCursor };
    },
  );
};
