import { alertStaff, type StaffAlerts } from '../../commands/booking/alertStaff.ts';
import type { OpenedAttempt } from '../../commands/booking/BookingDriver.ts';
import type { CommandContext, Outcome } from '../../commands/engine/Outcome.ts';
import type { Runners } from '../../commands/runners.ts';
import type { Booking } from '../../domain/booking/BookingState.ts';
import type { BookingCommand } from '../../domain/booking/commands.ts';
import type { BookingStep } from '../../domain/booking/nextStep.ts';
import type { CommandOf } from '../../domain/kernel/decider.ts';
import type { ShowtimeCommand, ShowtimeRejections } from '../../domain/showtime/commands.ts';
import type { ShowtimeState } from '../../domain/showtime/ShowtimeState.ts';
import type { SteadyClock } from '../../ports/Clock.ts';
import type { RecordedEvent } from '../../ports/EventStore.ts';
import type { KeyStore } from '../../ports/KeyStore.ts';
import type { PaymentGateway } from '../../ports/PaymentGateway.ts';

export interface StepDeps extends StaffAlerts {
  readonly commands: Pick<Runners, 'showtimes' | 'bookings' | 'customers'>;
  readonly gateway: PaymentGateway;
  readonly keys: Pick<KeyStore, 'open' | 'openBrief' | 'destroyBrief' | 'standing'>;
  readonly clock: SteadyClock;
  readonly logger: {
    warn(fields: object, message: string): void;
    error(fields: object, message: string): void;
  };
}

export type StepResult =
  /** The booking's stream has it, from this driver or another: continue with the state it has now. */
  | { readonly kind: 'recorded'; readonly cause?: RecordedEvent }
  /** Repeat the step after a pause: it is undecided, unanswered, or an engine is away. */
  | { readonly kind: 'later'; readonly why: 'pending' | 'unanswered' | 'away' }
  | { readonly kind: 'unreached' };

const recorded: StepResult = { kind: 'recorded' };
export const pending: StepResult = { kind: 'later', why: 'pending' };
export const away: StepResult = { kind: 'later', why: 'away' };

export type DueStep = Exclude<BookingStep, { readonly step: 'wait' | 'done' }>;
export type StepOf<Name extends DueStep['step']> = Extract<DueStep, { readonly step: Name }>;

export interface Performing {
  readonly deps: StepDeps;
  readonly booking: Booking;
  readonly context: CommandContext;
  readonly opened: OpenedAttempt | undefined;
}

export const record = async (
  { deps, booking, context }: Performing,
  command: BookingCommand,
): Promise<StepResult> => {
  const outcome = await deps.commands.bookings.execute(booking.bookingId, command, context);
  if (outcome.outcome === 'unavailable') return away;
  if (outcome.outcome === 'rejected' && outcome.rejection.reason === 'StepOutdated') return recorded;
  if (outcome.outcome === 'done') {
    alertStaff(deps, booking.bookingId, outcome.events);
    return recordedBy(outcome);
  }
  return expectDone(outcome, command.type);
};

export const recordedBy = (
  outcome: { readonly outcome: string } & { readonly events?: readonly RecordedEvent[] },
): StepResult => {
  const cause = outcome.events?.at(-1);
  return cause === undefined ? recorded : { kind: 'recorded', cause };
};

export const expectDone = <State, Rejection extends { readonly reason: string }>(
  outcome: Outcome<State, Rejection>,
  command: string,
): StepResult => {
  if (outcome.outcome === 'done') return recorded;
  const why = outcome.outcome === 'rejected' ? outcome.rejection.reason : outcome.outcome;
  throw new Error(`${command} came to ${why}`);
};

export const askShowtime = <Type extends ShowtimeCommand['type']>(
  { deps, booking, context }: Performing,
  command: CommandOf<ShowtimeCommand, Type>,
): Promise<Outcome<ShowtimeState, ShowtimeRejections[Type]>> =>
  deps.commands.showtimes.execute(booking.showtimeId, command, context);
