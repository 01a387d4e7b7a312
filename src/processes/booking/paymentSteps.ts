import type { Attempt } from '../../domain/booking/BookingState.ts';
import type { BookingCommand } from '../../domain/booking/commands.ts';
import { freeOfCharge } from '../../domain/booking/nextStep.ts';
import { refusalOf } from '../../domain/booking/stuckPayments.ts';
import { KeyStoreUnavailable } from '../../ports/KeyStore.ts';
import type { PaymentGateway } from '../../ports/PaymentGateway.ts';
import type { StepResult } from './Performing.ts';
import { type Performing, pending, record, type StepDeps, type StepOf } from './Performing.ts';

export const authorize = async (on: Performing, step: StepOf<'authorize'>): Promise<StepResult> => {
  const { deps, booking } = on;
  const { attempt, key, amount } = step;
  if (amount.amount === 0) {
    return record(on, { type: 'RecordAuthorized', attempt, authorizationId: freeOfCharge });
  }
  const tried = booking.attempts.find((each) => each.attempt === attempt);
  if (tried === undefined) throw new Error(`attempt ${attempt} is not in its booking`);
  const { bookingId } = booking;
  const { method } = tried;
  const token = on.opened?.attempt === attempt ? on.opened.token : await tokenOf(deps, tried);
  const result =
    token === undefined
      ? await deps.gateway.findAuthorization({ key, bookingId })
      : await deps.gateway.authorize({ key, bookingId, amount, method, token });
  if (result.outcome === 'pending') return pending;
  if (result.outcome === 'unknown') await demandErased(on, tried);
  const then = await record(on, commandOf(attempt, result));
  forgetToken(deps, tried);
  return then;
};

/** Undefined when neither key opens the token here. */
const tokenOf = async ({ keys }: StepDeps, { token, kept }: Attempt): Promise<string | undefined> => {
  const opened = (await keys.open(token)) ?? (kept === undefined ? undefined : await keys.openBrief(kept));
  return typeof opened === 'string' ? opened : undefined;
};

/** A key that was not destroyed is missing here, which is no answer to the customer. Throws KeyStoreUnavailable. */
const demandErased = async ({ deps, booking }: Performing, { token }: Attempt): Promise<void> => {
  if ((await deps.keys.standing(token.customerId)) === 'destroyed') return;
  const { bookingId } = booking;
  deps.logger.error({ bookingId }, 'the payment token of a booking cannot be opened with the keys here');
  throw new KeyStoreUnavailable(`the payment token of booking ${bookingId} cannot be opened here`);
};

const commandOf = (
  attempt: number,
  result: Exclude<Awaited<ReturnType<PaymentGateway['findAuthorization']>>, { readonly outcome: 'pending' }>,
): BookingCommand => {
  switch (result.outcome) {
    case 'authorized':
      return { type: 'RecordAuthorized', attempt, authorizationId: result.authorizationId };
    case 'declined':
      return { type: 'RecordDeclined', attempt, code: result.code };
    case 'unknown':
      return { type: 'RecordDeclined', attempt, code: 'customer-erased' };
  }
};

/** The gateway's answer is recorded: the token is not needed again. Keys that are left here are destroyed by age. */
const forgetToken = ({ keys, logger }: StepDeps, { kept }: Attempt): void => {
  if (kept === undefined) return;
  void keys.destroyBrief(kept).catch((error: unknown) => {
    logger.warn({ err: error }, 'the key of a payment token is destroyed later');
  });
};

export const capture = async (on: Performing, step: StepOf<'capture'>): Promise<StepResult> => {
  const { attempt, key, authorizationId, amount } = step;
  if (amount.amount === 0) {
    return record(on, { type: 'RecordCaptured', attempt, captureId: freeOfCharge });
  }
  const { bookingId } = on.booking;
  const result = await on.deps.gateway.capture({ key, bookingId, authorizationId, amount });
  switch (result.outcome) {
    case 'captured':
      return record(on, { type: 'RecordCaptured', attempt, captureId: result.captureId });
    case 'failed':
      return record(on, { type: 'RecordCaptureFailed', attempt, code: result.code });
    case 'pending':
      return pending;
  }
};

export const voidAuthorization = async (on: Performing, step: StepOf<'void'>): Promise<StepResult> => {
  const { attempt, key, authorizationId } = step;
  const then = { type: 'RecordVoided', attempt, authorizationId } as const;
  if (authorizationId === freeOfCharge) return record(on, then);
  const { bookingId } = on.booking;
  const { gateway } = on.deps;
  const result = await gateway.voidAuthorization({ key, bookingId, authorizationId });
  if (result.outcome === 'pending') return pending;
  if (result.outcome === 'voided') return record(on, then);
  // The money was captured by hand at the gateway for seats that this booking no longer has.
  const { captureId, amount } = result;
  const refund = await gateway.refund({ key: step.payBackKey, bookingId, captureId, amount });
  switch (refund.outcome) {
    case 'refunded':
      return record(on, { ...then, paidBack: { captureId, refundId: refund.refundId, amount } });
    case 'failed':
      return stepRefused(on, step, refund.code);
    case 'pending':
      return pending;
  }
};

export const stepRefused = (
  on: Performing,
  { step, attempt, authorizationId }: StepOf<'capture' | 'void'>,
  code: string,
): Promise<StepResult> => {
  const tries = (refusalOf(on.booking, step, authorizationId)?.tries ?? 0) + 1;
  return record(on, { type: 'RecordStepRefused', step, attempt, authorizationId, tries, code });
};
