import type { z } from 'zod';
import { budgetsFor } from '../../domain/policies/budgets.ts';
import { type EventFilter, type EventStore, positionStart } from '../../ports/EventStore.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import type { ApiSecrets } from '../http/ApiSecrets.ts';
import { type PositionedView, readsAtPosition } from '../http/minPosition.ts';
import { invalidRequest } from '../http/problems/Problem.ts';
import { compressor } from './compressor.ts';
import { followLogText, type LineOf, type LogRead, readLogText } from './logText.ts';
import { eventShown, eventsPerRequestDefault, eventsQuery } from './schemas.ts';
import { sealedLine } from './sealedLine.ts';
import { eventLine } from './views.ts';

const followersMax = 100;
/** A reader resumes after the last position. */
const followedMs = 3_600_000;
const mediaType = 'application/x-ndjson';

const filterOf = ({ category, type, stream, from, to }: z.output<typeof eventsQuery>): EventFilter => ({
  ...(category === undefined ? {} : { categories: category }),
  ...(type === undefined ? {} : { types: type }),
  ...(stream === undefined ? {} : { streams: stream }),
  ...(from === undefined ? {} : { from }),
  ...(to === undefined ? {} : { before: to }),
});

const demandKnownPosition = async (
  events: Pick<EventStore, 'head'>,
  after: string | undefined,
): Promise<void> => {
  if (after === undefined || after === positionStart || after <= (await events.head())) return;
  throw invalidRequest({ path: 'after', message: 'beyond the head of the log', in: 'query' });
};

export interface LogRoutesDeps {
  readonly events: EventStore;
  readonly position: PositionedView;
  readonly secrets: Pick<ApiSecrets, 'guestIdentity'>;
}

export const logRoutes = (app: ApiInstance, deps: LogRoutesDeps): void => {
  const { guestIdentity } = deps.secrets;
  const lineOfForm: Readonly<Record<z.output<typeof eventsQuery>['form'], LineOf>> = {
    shown: (event) => eventLine(event, guestIdentity),
    sealed: (event) => `${sealedLine(event, guestIdentity)}\n`,
  };
  const draining = new AbortController();
  app.addHook('preClose', async () => draining.abort());

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
          'One event a line. `after` is exclusive; an empty body means the end; `follow=true` stays open and takes its limit only when one is given. `form=sealed` gives each event in the version it was written in: the leaves of the tree of the log. Repeated filters are alternatives; `from` and `to` are compared with the time of decision.',
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
        after: query.after ?? positionStart,
        filter: filterOf(query),
        limit: query.limit ?? (follow ? Number.POSITIVE_INFINITY : eventsPerRequestDefault),
      };
      await demandKnownPosition(app.eventLog, query.after);
      reply.header('cache-control', 'no-store').type(mediaType);
      const sent = compressor(request, reply, follow);
      if (!follow) return reply.send(sent(await readLogText(deps.events, read, lineOf)) as never);
      const leaving = new AbortController();
      const giveBack = await app.joinWaiting(request, {
        room: 'log',
        roomMax: followersMax,
        lifeMs: followedMs,
        streamsMax: async () => budgetsFor(undefined).streamsMax,
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
