import type { Logger } from 'pino';
import type { Commands } from '../commands/Commands.ts';
import type { LogTail } from '../commands/engine/LogTail.ts';
import type { Clock } from '../ports/Clock.ts';
import type { IdSource } from '../ports/IdSource.ts';
import type { Notifier } from '../ports/Notifier.ts';
import { refundCancelledShowtimes } from '../processes/booking/refundCancelledShowtimes.ts';
import { takeUpBookings } from '../processes/booking/takeUpBookings.ts';
import { repeatErasures } from '../processes/customer/repeatErasures.ts';
import type { Reaction } from '../processes/engine/Reaction.ts';
import { type RunningJob, runJob } from '../processes/engine/runJob.ts';
import { type RunningReaction, runReaction } from '../processes/engine/runReaction.ts';
import { readShow } from '../processes/notification/readShow.ts';
import { sendNotifications } from '../processes/notification/sendNotifications.ts';
import { finishReservations } from '../processes/schedule/finishReservations.ts';
import { freeCancelledSlots } from '../processes/schedule/freeCancelledSlots.ts';
import { expireHolds } from '../processes/showtime/expireHolds.ts';
import { erasuresQueries } from '../projections/erasures/erasuresQueries.ts';
import { holdsQueries } from '../projections/holds/holdsQueries.ts';
import { openBookingsQueries } from '../projections/openBookings/openBookingsQueries.ts';
import { outboxQueries } from '../projections/outbox/outboxQueries.ts';
import { reservationsQueries } from '../projections/reservations/reservationsQueries.ts';
import type { Sales } from './createSales.ts';
import type { Engines } from './openEngines.ts';

export interface ProcessDeps {
  readonly engines: Engines;
  readonly commands: Commands;
  readonly sales: Sales;
  readonly tail: LogTail;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: Logger;
}

export const startJobs = (deps: ProcessDeps): readonly RunningJob[] => {
  const { engines, commands, sales, clock, ids, logger } = deps;
  const { readStore, keyStore } = engines;
  const { driver } = sales;
  const open = openBookingsQueries(readStore);
  return [
    expireHolds({ due: holdsQueries(readStore).dueHolds, showtimes: commands.showtimes, clock, ids }),
    finishReservations({
      unfinished: reservationsQueries(readStore).unfinishedReservations,
      commands,
      clock,
      ids,
      logger,
    }),
    takeUpBookings({ due: open.due, driver, clock }),
    repeatErasures({ erasedAfter: erasuresQueries(readStore).erasedAfter, keyStore, clock }),
    sendNotifications({
      owedMessages: outboxQueries(readStore).owedMessages,
      notifications: commands.notifications,
      notifier: engines.notifier,
      bookings: commands.bookings,
      readShow: (booking) => readShow(commands, booking),
      ticketPdf: ticketPdf(deps),
      keyStore,
      clock,
      ids,
      logger,
    }),
  ].map((job) => runJob(job, readStore, logger));
};

/** What follows from events; see `startJobs` for what is due by time. */
export const createReactions = ({ engines, commands, sales }: ProcessDeps): readonly Reaction[] => [
  refundCancelledShowtimes({ commands, driver: sales.driver, head: () => engines.events.head() }),
  freeCancelledSlots(commands),
];

export const startReactions = (
  reactions: readonly Reaction[],
  { engines, tail, ids, logger }: ProcessDeps,
): readonly RunningReaction[] => {
  const { events, readStore } = engines;
  return reactions.map((reaction) => runReaction(reaction, { events, readStore, tail, ids, logger }));
};

/** A mail under way has this long to go out. */
const mailDrainMs = 4_000;

/**
 * Lets what runs come to its end. A mail server that hangs is not waited for: the mail is cut off and sent again after
 * the next start, under the same id, as after any other interruption.
 */
export const stopProcesses = async (
  processes: readonly Pick<RunningJob, 'stop'>[],
  notifier: Pick<Notifier, 'close'>,
  drainMs = mailDrainMs,
): Promise<void> => {
  const overdue = setTimeout(() => void notifier.close().catch(() => undefined), drainMs);
  try {
    await Promise.all(processes.map((each) => each.stop()));
  } finally {
    clearTimeout(overdue);
  }
};

const ticketPdf =
  ({ commands, sales }: ProcessDeps) =>
  async (bookingId: string): Promise<Uint8Array> => {
    const { state } = await commands.bookings.read(bookingId);
    const file = state.status === 'none' ? undefined : await sales.tickets.draw(state, 'application/pdf');
    if (file === undefined) throw new Error(`booking ${bookingId} has no ticket`);
    return file;
  };
