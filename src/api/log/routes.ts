import type { z } from 'zod';
import { eventCatalog } from '../../domain/eventCatalog.ts';
import { budgetsFor } from '../../domain/policies/budgets.ts';
import { type EventFilter, type EventStore, type Position, positionStart } from '../../ports/EventStore.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import type { ApiSecrets } from '../http/ApiSecrets.ts';
import { type PositionedView, readsAtPosition } from '../http/minPosition.ts';
import { invalidRequest } from '../http/problems/Problem.ts';
import { compressor } from './compressor.ts';
import { followLogText, type LineOf, type LogRead, readLogText } from './logText.ts';
import { eventShown, eventsPerRequestDefault, eventsQuery, eventTypesShown } from './schemas.ts';
import { sealedLine } from './sealedLine.ts';
import { eventLine } from './views.ts';

const followersMax = 100;
/** A reader resumes after the last position. */
const followedMs = 3_600_000;
const mediaType = 'application/x-ndjson';

type Query = z.output<typeof eventsQuery>;

const filterOf = (query: Query): EventFilter => {
  const { category, type, stream, id, correlationId, causationId, from, to } = query;
  return {
    ...(category === undefined ? {} : { categories: category }),
    ...(type === undefined ? {} : { types: type }),
    ...(stream === undefined ? {} : { streams: stream }),
    ...(id === undefined ? {} : { ids: id }),
    ...(correlationId === undefined ? {} : { correlationIds: correlationId }),
    ...(causationId === undefined ? {} : { causationIds: causationId }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { before: to }),
  };
};

const startOf = async (
  events: Pick<EventStore, 'head'>,
  after: Query['after'] = positionStart,
): Promise<Position> => {
  if (after === positionStart) return after;
  const head = await events.head();
  if (after === 'end') return head;
  if (after <= head) return after;
  throw invalidRequest({ path: 'after', message: 'beyond the head of the log', in: 'query' });
};

const eventTypes = [...eventCatalog.values()].map(({ category, definition }) => {
  const { type, version, description } = definition;
  return { type, category, version, description };
});

export interface LogRoutesDeps {
  readonly events: EventStore;
  readonly position: PositionedView;
  readonly secrets: Pick<ApiSecrets, 'guestIdentity'>;
}

export const logRoutes = (app: ApiInstance, deps: LogRoutesDeps): void => {
  const { guestIdentity } = deps.secrets;
  const lineOfForm: Readonly<Record<Query['form'], LineOf>> = {
    shown: (event) => eventLine(event, guestIdentity),
    sealed: (event) => `${sealedLine(event, guestIdentity)}\n`,
  };
  const draining = new AbortController();
  app.addHook('preClose', async () => draining.abort());

  app.get(
    '/v1/event-types',
    {
      schema: {
        operationId: 'listEventTypes',
        summary: 'Every type of event that the log can hold',
        tags: ['log'],
        response: { 200: eventTypesShown },
      },
    },
    async () => ({ items: eventTypes, nextCursor: null }),
  );

  app.get(
    '/v1/events',
    {
      config: { uncompressed: true, cost: 10 },
      // A HEAD of a followed log would never end.
      exposeHeadRoute: false,
      schema: {
        operationId: 'readEvents',
        summary: 'Read the log',
        description:
          'One event a line. `after` is exclusive; an empty body means the end; `follow=true` stays open and takes its limit only when one is given. `causationId` finds what an event or request caused, `correlationId` all that one request led to; its X-Request-Id is the first of both. EventStoreDB has no index for them, nor for `id`: give `after` too where it is known. `form=sealed` gives each event in the version it was written in: the leaves of the tree of the log. Repeated filters are alternatives; `from` and `to` are compared with the time of decision.',
        tags: ['log'],
        querystring: eventsQuery,
        response: {
          200: { description: 'One event a line', content: { [mediaType]: { schema: eventShown } } },
        },
      },
      preHandler: readsAtPosition(deps.position),
    },
    async (request, reply) => {
      const { query } = request;
      const follow = query.follow === 'true';
      const lineOf = lineOfForm[query.form];
      const read: LogRead = {
        after: await startOf(app.eventLog, query.after),
        filter: filterOf(query),
        limit: query.limit ?? (follow ? Number.POSITIVE_INFINITY : eventsPerRequestDefault),
      };
      reply.header('cache-control', 'no-store').type(mediaType);
      const sent = compressor(request, reply, follow);
      if (!follow) return reply.send(sent(await readLogText(deps.events, read, lineOf)) as never);
      const leaving = new AbortController();
      const giveBack = await app.joinWaiting(request, {
        room: 'log',
        roomMax: followersMax,
        lifeMs: followedMs,
        budget: async () => ({ ...budgetsFor(undefined), theaterIds: [] }),
        leave: () => leaving.abort(),
      });
      const ending = AbortSignal.any([draining.signal, leaving.signal]);
      const lines = followLogText(deps.events, read, lineOf, ending);
      lines.once('close', giveBack);
      // Sends the headers before the first event.
      reply.raw.once('pipe', () => reply.raw.flushHeaders());
      return reply.send(sent(lines) as never);
    },
  );
};
