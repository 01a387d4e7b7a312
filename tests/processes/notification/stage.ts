/** One node that notifies: a log in memory, the outbox in a real Postgres, keys in memory, and a clock to move. */
import { v7 } from 'uuid';
import type { MemoryLog } from '../../../src/adapters/memory/MemoryEventStore.ts';
import { createMemoryLog, openMemoryEventStore } from '../../../src/adapters/memory/MemoryEventStore.ts';
import { type MemoryKeys, openMemoryKeyStore } from '../../../src/adapters/memory/MemoryKeyStore.ts';
import { createRunner } from '../../../src/commands/engine/createRunner.ts';
import { openLogTail } from '../../../src/commands/engine/LogTail.ts';
import { createTheaterTexts } from '../../../src/commands/theater/theaterTexts.ts';
import { bookingAggregate } from '../../../src/domain/booking/bookingAggregate.ts';
import { hallAggregate } from '../../../src/domain/hall/hallAggregate.ts';
import type { AnyEvent } from '../../../src/domain/kernel/decider.ts';
import { movieAggregate } from '../../../src/domain/movie/movieAggregate.ts';
import { notificationAggregate } from '../../../src/domain/notification/notificationAggregate.ts';
import { showtimeAggregate } from '../../../src/domain/showtime/showtimeAggregate.ts';
import { theaterAggregate } from '../../../src/domain/theater/theaterAggregate.ts';
import { type EventStore, positionStart } from '../../../src/ports/EventStore.ts';
import type { KeyStore } from '../../../src/ports/KeyStore.ts';
import type { Notifier } from '../../../src/ports/Notifier.ts';
import type { ReadStore } from '../../../src/ports/ReadStore.ts';
import type { Reaction } from '../../../src/processes/engine/Reaction.ts';
import { bookingMessages } from '../../../src/processes/notification/bookingMessages.ts';
import { readShow } from '../../../src/processes/notification/readShow.ts';
import { requestMessages } from '../../../src/processes/notification/requestMessages.ts';
import {
  type SendNotificationsDeps,
  sendNotifications,
} from '../../../src/processes/notification/sendNotifications.ts';
import { signInMessage } from '../../../src/processes/notification/signInMessage.ts';
import { startProjection } from '../../../src/projections/engine/ProjectionRunner.ts';
import { outboxProjection } from '../../../src/projections/outbox/outboxProjection.ts';
import { outboxQueries } from '../../../src/projections/outbox/outboxQueries.ts';
import { appendEvents } from '../../projections/appendEvents.ts';
import { attempted, catalogEvents, initiated, paid } from '../../support/bookings.ts';
import { testClock } from '../../support/nodes.ts';
import { reactToLog } from '../../support/reactToLog.ts';

/** Soon after the instant that `appendEvents` stamps. */
const startMs = Date.parse('2026-11-30T12:00:05.000Z');

export const person = { name: 'Zoë Quintanilla', email: 'zoe.q@example.org', phone: '+351 210 000 000' };
export const pdf = new TextEncoder().encode('%PDF-1.7 ticket');

export interface StageOptions {
  readonly readStore: ReadStore;
  readonly notifier: Pick<Notifier, 'send'>;
  readonly log?: MemoryLog;
  readonly keys?: MemoryKeys;
  readonly ticketPdf?: () => Promise<Uint8Array>;
  /** Changes how names and addresses are read. */
  readonly wrapKeys?: (keyStore: Pick<KeyStore, 'open'>) => Pick<KeyStore, 'open'>;
  /** Changes what the process is given. */
  readonly wrap?: (deps: SendNotificationsDeps) => SendNotificationsDeps;
}

export const openStage = async ({
  readStore,
  notifier,
  log = createMemoryLog(),
  keys = new Map(),
  ticketPdf = async () => pdf,
  wrapKeys = (keyStore) => keyStore,
  wrap = (deps) => deps,
}: StageOptions) => {
  const events: EventStore = openMemoryEventStore({ log });
  const clock = testClock(startMs);
  const lines: unknown[] = [];
  const say = (...line: readonly unknown[]): void => void lines.push(line);
  const logger = { info: say, warn: say, error: say };
  const tail = await openLogTail(events, clock, (error) => {
    throw error;
  });
  const shared = { events, tail, clock, ids: { next: v7 }, logger };
  const bookings = createRunner(bookingAggregate, { residentsMax: 100 }, shared);
  const movies = createRunner(movieAggregate, { residentsMax: 10 }, shared);
  const halls = createRunner(hallAggregate, { residentsMax: 10 }, shared);
  const showtimes = createRunner(showtimeAggregate, { residentsMax: 10 }, shared);
  const theaters = createRunner(theaterAggregate, { residentsMax: 10 }, shared);
  const notifications = createRunner(notificationAggregate, { residentsMax: 100 }, shared);
  const keyStore = openMemoryKeyStore(keys);
  const outbox = outboxQueries(readStore);
  for (const [stream, event] of Object.entries(catalogEvents)) {
    if ((await events.readStream(stream, { maxCount: 1 })).length === 0)
      await appendEvents(events, stream, event);
  }
  const projection = startProjection({ projection: outboxProjection, events, readStore, logger, clock });
  const accessCode = async () => undefined;
  const deps: SendNotificationsDeps = {
    writers: {
      ...bookingMessages({
        bookings,
        readShow: (booking) =>
          readShow(
            { commands: { movies, theaters, halls, showtimes }, texts: createTheaterTexts(keyStore) },
            booking,
          ),
        ticketPdf,
        ...{ accessCode, keyStore: wrapKeys(keyStore), logger },
      }),
      'sign-in-code': signInMessage({ accessCode, signInAddress: async () => undefined }),
    },
    due: outbox.due,
    outboxKnows: projection.waitFor,
    notifications,
    notifier,
    clock,
    ids: { next: v7 },
    logger,
  };
  const wrapped = wrap(deps);
  const jobs = [sendNotifications(wrapped, 'first'), sendNotifications(wrapped, 'retry')];
  const reaction = requestMessages({
    commands: { bookings, notifications },
    formerOutboxEnd: async () => positionStart,
  });

  const caughtUp = async (): Promise<void> => {
    await tail.waitFor(await events.head(), 5_000);
    // From the start of the log each time: what was requested and settled before must count.
    await reactToLog(reaction as Reaction, log);
    const head = await events.head();
    const [position] = await Promise.all([projection.waitFor(head, 5_000), tail.waitFor(head, 5_000)]);
    if (position < head) throw new Error('the outbox did not catch up');
  };

  return {
    events,
    log,
    keys,
    keyStore,
    clock,
    outbox,
    notifications,
    /** All that was logged, as text. */
    logged: (): string => JSON.stringify(lines),
    /** What happened to a booking; by then the outbox knows. */
    happened: async (bookingId: string, ...what: readonly AnyEvent[]): Promise<void> => {
      await appendEvents(events, `booking-${bookingId}`, ...what);
      await caughtUp();
    },
    /** A booking from its start to its confirmation. */
    book: async (bookingId: string, customerId: string, contact: object = person): Promise<void> => {
      const customer = await keyStore.seal(customerId, contact);
      const token = await keyStore.seal(customerId, 'tok_ok');
      await appendEvents(
        events,
        `booking-${bookingId}`,
        initiated(bookingId, customer),
        attempted(token),
        ...paid(),
      );
      await caughtUp();
    },
    /** One pass, once the outbox is up to date. */
    pass: async (): Promise<void> => {
      await caughtUp();
      for (const job of jobs) await job.pass();
    },
    /** Passes, with the pauses between them over, until nothing is owed. */
    settleAll: async (passesMax = 50): Promise<void> => {
      for (let passes = 0; passes < passesMax; passes += 1) {
        await caughtUp();
        if ((await outbox.counts()).owed === 0) return;
        clock.advance(1_000);
        for (const job of jobs) await job.pass();
      }
      throw new Error('messages are still owed');
    },
    close: async (): Promise<void> => {
      await projection.stop();
      await tail.close();
      await events.close();
    },
  };
};

export type Stage = Awaited<ReturnType<typeof openStage>>;
