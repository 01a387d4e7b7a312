import { bookingAggregate } from '../domain/booking/bookingAggregate.ts';
import { customerAggregate } from '../domain/customer/customerAggregate.ts';
import { demandAggregate } from '../domain/demand/demandAggregate.ts';
import { gateAggregate } from '../domain/gate/gateAggregate.ts';
import { hallAggregate } from '../domain/hall/hallAggregate.ts';
import { movieAggregate } from '../domain/movie/movieAggregate.ts';
import { notificationAggregate } from '../domain/notification/notificationAggregate.ts';
import { parkingAggregate } from '../domain/parking/parkingAggregate.ts';
import { queueAggregate } from '../domain/queue/queueAggregate.ts';
import { recoveryAggregate } from '../domain/recovery/recoveryAggregate.ts';
import { requestAggregate } from '../domain/request/requestAggregate.ts';
import { scheduleAggregate } from '../domain/schedule/scheduleAggregate.ts';
import { settlementAggregate } from '../domain/settlement/settlementAggregate.ts';
import type { ShowtimeRejection } from '../domain/showtime/commands.ts';
import { showtimeAggregate } from '../domain/showtime/showtimeAggregate.ts';
import { theaterAggregate } from '../domain/theater/theaterAggregate.ts';
import type { RunnerOf } from './engine/CommandRunner.ts';
import { createRunner } from './engine/createRunner.ts';
import type { LiveStreamDeps } from './engine/LiveStreamDeps.ts';

export interface Runners {
  readonly movies: RunnerOf<typeof movieAggregate>;
  readonly theaters: RunnerOf<typeof theaterAggregate>;
  readonly halls: RunnerOf<typeof hallAggregate>;
  readonly schedules: RunnerOf<typeof scheduleAggregate>;
  readonly showtimes: RunnerOf<typeof showtimeAggregate>;
  readonly bookings: RunnerOf<typeof bookingAggregate>;
  readonly gates: RunnerOf<typeof gateAggregate>;
  readonly demands: RunnerOf<typeof demandAggregate>;
  readonly settlements: RunnerOf<typeof settlementAggregate>;
  readonly customers: RunnerOf<typeof customerAggregate>;
  readonly notifications: RunnerOf<typeof notificationAggregate>;
  readonly recoveries: RunnerOf<typeof recoveryAggregate>;
  readonly queues: RunnerOf<typeof queueAggregate>;
  readonly requests: RunnerOf<typeof requestAggregate>;
  readonly parkings: RunnerOf<typeof parkingAggregate>;
}

/** The refusals of a stampede; not those that concern the caller's own hold. */
const refusesFromMemory = ({ reason }: ShowtimeRejection): boolean =>
  reason === 'SeatsUnavailable' ||
  reason === 'LoneSeat' ||
  reason === 'ShowtimeNotOnSale' ||
  reason === 'QueueRequired';

const catalog = { residentsMax: 500 } as const;
/** A few kilobytes each, in use for seconds. */
const bookings = { residentsMax: 5_000 } as const;
const customers = { residentsMax: 5_000 } as const;
const notifications = { residentsMax: 1_000 } as const;
const recoveries = { residentsMax: 1_000 } as const;
const requests = { residentsMax: 1_000 } as const;

/** `showtimesMax`: how many showtimes stay in memory; in a hall of 200 seats 3 KB each, 26 when sold out seat by seat. */
export const createRunners = (deps: LiveStreamDeps, showtimesMax: number): Runners => ({
  movies: createRunner(movieAggregate, catalog, deps),
  theaters: createRunner(theaterAggregate, catalog, deps),
  halls: createRunner(hallAggregate, catalog, deps),
  schedules: createRunner(scheduleAggregate, catalog, deps),
  showtimes: createRunner(showtimeAggregate, { residentsMax: showtimesMax, refusesFromMemory }, deps),
  bookings: createRunner(bookingAggregate, bookings, deps),
  gates: createRunner(gateAggregate, catalog, deps),
  demands: createRunner(demandAggregate, catalog, deps),
  settlements: createRunner(settlementAggregate, catalog, deps),
  customers: createRunner(customerAggregate, customers, deps),
  notifications: createRunner(notificationAggregate, notifications, deps),
  recoveries: createRunner(recoveryAggregate, recoveries, deps),
  queues: createRunner(queueAggregate, catalog, deps),
  requests: createRunner(requestAggregate, requests, deps),
  parkings: createRunner(parkingAggregate, catalog, deps),
});
