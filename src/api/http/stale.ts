import type { FastifyInstance, FastifyReply, preSerializationHookHandler } from 'fastify';
import { z } from 'zod';
import { UnreadableStream } from '../../commands/engine/UnreadableStream.ts';
import { instantSchema } from '../../domain/kernel/ids.ts';
import {
  type EventStore,
  EventStoreUnavailable,
  type Position,
  positionBefore,
} from '../../ports/EventStore.ts';
import type { LogStanding } from '../../ports/LogStanding.ts';
import type { ApiInstance } from './ApiInstance.ts';

export type LogView = Pick<EventStore, 'head'> & LogStanding;

declare module 'fastify' {
  interface FastifyInstance {
    eventLog: LogView;
  }
  interface FastifyRequest {
    stale: Stale | undefined;
  }
}

const staleShown = z
  .strictObject({
    since: instantSchema.describe(
      'when the event log last answered, or the time of the event that cannot be applied',
    ),
    position: z.string().describe('everything up to here is in the answer'),
  })
  .describe('only while the answer cannot be brought up to date');
export type Stale = z.output<typeof staleShown>;

export const staleField = { stale: staleShown.exactOptional() };

export const maybeStale = <Shape extends z.ZodRawShape>(answer: z.ZodObject<Shape, z.core.$strict>) =>
  answer.extend(staleField);

export const staleAt = ({ eventLog }: Pick<FastifyInstance, 'eventLog'>, position: Position): Stale => ({
  since: new Date(eventLog.answeredAtMs()).toISOString(),
  position,
});

/** For answers that are files: they have no field for it. */
export const tellStale = (reply: Pick<FastifyReply, 'header'>, stale: Stale | undefined): void => {
  if (stale !== undefined) reply.header('marquee-stale-since', stale.since);
};

/** `fromModel` may answer undefined for what the model does not have; then the log's error stands. */
export const unlessAway = async <Answer>(
  fromLog: () => Promise<Answer>,
  fromModel: () => Promise<Answer | undefined>,
): Promise<Answer> => {
  try {
    return await fromLog();
  } catch (error) {
    if (!(error instanceof EventStoreUnavailable)) throw error;
    const answer = await fromModel();
    if (answer === undefined) throw error;
    return answer;
  }
};

/** From a stream; when an event of it cannot be read, as the stream was before that event. */
export const orBefore = async <Answer, Shown extends object | undefined>(
  fromStream: () => Promise<Answer>,
  before: (revision: number) => Promise<Shown>,
): Promise<Answer | (NonNullable<Shown> & { readonly stale: Stale })> => {
  try {
    return await fromStream();
  } catch (error) {
    if (!(error instanceof UnreadableStream) || error.revision === 0) throw error;
    const { at: since, position, revision } = error;
    const shown = await before(revision - 1);
    if (shown === undefined) throw error;
    return { ...shown, stale: { since, position: positionBefore(position, 1) } };
  }
};

/** From the log, or while it is away from a read model, as far as that is. */
export const orStale = <Answer, Shown extends object>(
  app: Pick<FastifyInstance, 'eventLog'>,
  fromLog: () => Promise<Answer>,
  model: { position(): Position | Promise<Position> },
  fromModel: () => Promise<Shown | undefined>,
): Promise<Answer | (Shown & { readonly stale: Stale })> =>
  unlessAway<Answer | (Shown & { readonly stale: Stale })>(fromLog, async () => {
    const stale = staleAt(app, await model.position());
    const shown = await fromModel();
    return shown === undefined ? undefined : { ...shown, stale };
  });

const saysStale = (answer: unknown): boolean =>
  answer instanceof z.ZodObject && Object.hasOwn(answer.shape, 'stale');

/** Routes whose 200 has the field `stale` get it filled in, unless their handler did. */
export const addStaleness = (app: ApiInstance, log: LogView): void => {
  app.decorate('eventLog', log);
  app.decorateRequest('stale', undefined);
  app.addHook('onRoute', (route) => {
    const { 200: answer } = Object(route.schema?.response) as { readonly 200?: unknown };
    if (!saysStale(answer)) return;
    const fill: preSerializationHookHandler<unknown> = ({ stale }, { statusCode }, payload, done) =>
      done(null, stale === undefined || statusCode !== 200 ? payload : { stale, ...Object(payload) });
    route.preSerialization = [...[route.preSerialization ?? []].flat(), fill];
  });
};
