/**
 * Reads a booking, does the step that is due, records its result, reads again. It keeps no state between steps that
 * matters, so it may be killed between any two, and two drivers of one booking do no harm.
 */
import type { BookingDriver, DriveOptions, OpenedAttempt } from '../../commands/booking/BookingDriver.ts';
import type { CommandContext } from '../../commands/engine/Outcome.ts';
import type { Booking } from '../../domain/booking/BookingState.ts';
import { nextStep } from '../../domain/booking/nextStep.ts';
import type { EventStore } from '../../ports/EventStore.ts';
import { contextOf } from '../engine/systemContext.ts';
import { currentCause } from './currentCause.ts';
import { type DueStep, recordedBy, type StepDeps, type StepResult } from './Performing.ts';
import { performStep } from './performStep.ts';

export interface DriverDeps extends StepDeps {
  readonly events: Pick<EventStore, 'readStream'>;
  pause(ms: number, signal: AbortSignal): Promise<void>;
}

/** More than the longest life of a booking takes without waiting. */
const stepsMax = 200;

/** Bookings that one node carries on at a time; what is beyond is taken up later. */
const drivesMax = 5_000;

const pauses = {
  pending: { firstMs: 250, maxMs: 2_000 },
  unanswered: { firstMs: 1_500, maxMs: 30_000 },
  away: { firstMs: 500, maxMs: 10_000 },
} as const;

type Later = Extract<StepResult, { readonly kind: 'later' }>['why'];

const pauseMsOf = (why: Later, calls: number): number => {
  const { firstMs, maxMs } = pauses[why];
  return Math.min(maxMs, firstMs * 2 ** (calls - 1));
};

export const createBookingDriver = (deps: DriverDeps): BookingDriver => {
  const stopping = new AbortController();
  const { signal } = stopping;
  const drives = new Map<string, Set<Promise<void>>>();

  const drive = async (bookingId: string, options: DriveOptions): Promise<void> => {
    if (signal.aborted || drives.size >= drivesMax) return;
    const running = driveOn(deps, bookingId, options, signal)
      .catch((error: unknown) => {
        deps.logger.warn({ bookingId, err: error }, 'a booking could not be driven on');
      })
      .finally(() => {
        const others = drives.get(bookingId);
        others?.delete(running);
        if (others?.size === 0) drives.delete(bookingId);
      });
    const beside = drives.get(bookingId) ?? new Set();
    drives.set(bookingId, beside.add(running));
    await running;
  };

  return {
    isDriving: (bookingId) => drives.has(bookingId),
    drive,
    close: async () => {
      stopping.abort();
      await Promise.all([...drives.values()].flatMap((each) => [...each]));
    },
  };
};

const driveOn = async (
  deps: DriverDeps,
  bookingId: string,
  options: DriveOptions,
  signal: AbortSignal,
): Promise<void> => {
  const { clock, commands } = deps;
  const untilMs = clock.steadyMs() + options.forMs;
  let cause = options.cause;
  const calls = callsInVain();
  let asked = false;
  /** What this node has just appended is the latest; any other state may be that of an old log. */
  let isCurrent = options.opened !== undefined;

  const waitedFor = async (ms: number): Promise<boolean> => {
    if (clock.steadyMs() + ms > untilMs) return false;
    await deps.pause(ms, signal);
    return true;
  };

  for (let steps = 0; steps < stepsMax && !signal.aborted; steps += 1) {
    const { state: booking, revision } = isCurrent
      ? await commands.bookings.read(bookingId)
      : await commands.bookings.readCurrent(bookingId);
    isCurrent = false;
    if (booking.status === 'none') return;
    options.onProgress?.(booking);
    const step = nextStep(booking, clock.nowMs());
    if (step.step === 'done') return;
    if (step.step === 'wait') {
      if (await waitedFor(step.untilMs - clock.nowMs())) continue;
      return;
    }
    const first = !asked && opened(booking, step, options);
    asked ||= step.step === 'authorize';
    cause = await currentCause(deps.events, cause, bookingId, revision);
    const context = contextOf(cause);
    const result = await stepOnce(deps, booking, step, { context, first, opened: options.opened });
    isCurrent = result.kind === 'recorded';
    if (result.kind === 'recorded') cause = result.cause ?? cause;
    else if (!(await waitedFor(calls.pauseMsAfter(step, result)))) return;
  }
};

const callsInVain = () => {
  let count = 0;
  let name = '';
  return {
    pauseMsAfter: (step: DueStep, result: Exclude<StepResult, { readonly kind: 'recorded' }>): number => {
      count = stepName(step) === name ? count + 1 : 1;
      name = stepName(step);
      return pauseMsOf(result.kind === 'unreached' ? 'away' : result.why, count);
    },
  };
};

const stepName = (step: DueStep): string =>
  'key' in step ? step.key : `${step.step} ${'cancellationId' in step ? step.cancellationId : ''}`;

/** Whether this is the first gateway call of the attempt that the caller has opened. */
const opened = ({ payment }: Booking, step: DueStep, options: DriveOptions): boolean =>
  step.step === 'authorize' &&
  step.attempt === options.opened?.attempt &&
  payment.phase === 'authorizing' &&
  !payment.takenUp;

interface Trying {
  readonly context: CommandContext;
  /** No driver has called the gateway for this step; another one records TakeUpPayment before it does. */
  readonly first: boolean;
  readonly opened: OpenedAttempt | undefined;
}

/**
 * A driver that did not open the attempt takes it up before it calls the gateway. The one that did then does not record
 * it as unreached.
 */
const stepOnce = async (
  deps: DriverDeps,
  booking: Booking,
  step: DueStep,
  { context, first, opened: own }: Trying,
): Promise<StepResult> => {
  const { bookings } = deps.commands;
  const { bookingId, payment } = booking;
  if (
    step.step === 'authorize' &&
    payment.phase === 'authorizing' &&
    !payment.takenUp &&
    step.attempt !== own?.attempt
  ) {
    const { attempt } = step;
    const taken = await bookings.execute(bookingId, { type: 'TakeUpPayment', attempt }, context);
    return taken.outcome === 'unavailable' ? { kind: 'later', why: 'away' } : recordedBy(taken);
  }
  const result = await performStep(deps, booking, step, { context, opened: own });
  if (result.kind !== 'unreached' || !first || step.step !== 'authorize') return result;
  const { attempt } = step;
  const closed = await bookings.execute(bookingId, { type: 'RecordUnreached', attempt }, context);
  return closed.outcome === 'unavailable' ? { kind: 'later', why: 'away' } : recordedBy(closed);
};
