import type { Attempt, AttemptResult, Booking, Payment, Refusal } from './BookingState.ts';
import type { BookingEvent } from './events.ts';
import { afterStuck, withoutRefusals } from './evolveRefusals.ts';

type Data<Type extends BookingEvent['type']> = Extract<BookingEvent, { type: Type }>['data'];

export const holdTimeOf = ({ holdExpiresAt, holdKeepAt }: Data<'HoldKept'>) => ({
  expiresAtMs: Date.parse(holdExpiresAt),
  ...(holdKeepAt === undefined ? {} : { keepAtMs: Date.parse(holdKeepAt) }),
});

export const attempted = (state: Booking, data: Data<'PaymentAttempted'>): Booking => {
  const { attempt, method, token, kept } = data;
  const tried = { attempt, method, token, ...(kept === undefined ? {} : { kept }) };
  return {
    ...state,
    status: 'payment_pending',
    hold: { holdId: state.hold.holdId, ...holdTimeOf(data) },
    attempts: [...state.attempts, { ...tried, result: 'open' }],
    payment: { phase: 'authorizing', attempt, takenUp: false },
  };
};

export const openAttempt = ({ payment }: Booking): number => {
  if (payment.phase === 'none') throw new Error('no payment is under way');
  return payment.attempt;
};

const failed = (code: string): AttemptResult => ({ result: 'failed', code });

export const withResult = (state: Booking, attempt: number, result: AttemptResult): Booking => ({
  ...state,
  attempts: state.attempts.map((each): Attempt => {
    if (each.attempt !== attempt) return each;
    const { method, token, kept } = each;
    return { attempt, method, token, ...(kept === undefined ? {} : { kept }), ...result };
  }),
});

/** An authorization for an attempt that does not wait for one is a stray: it is voided later. */
export const authorized = (
  state: Booking,
  { attempt, authorizationId }: Data<'PaymentAuthorized'>,
): Booking => {
  const { payment } = state;
  if (payment.phase === 'authorizing' && payment.attempt === attempt) {
    return { ...state, payment: { phase: 'authorized', attempt, authorizationId } };
  }
  return { ...state, strays: [...state.strays, { attempt, authorizationId }] };
};

export const over = (state: Booking, attempt: number, result: AttemptResult): Booking => ({
  ...withResult(state, attempt, result),
  status: 'initiated',
  payment: { phase: 'none' },
});

type UnderWay = Extract<Payment, { readonly authorizationId: string }>;

export const withPayment = (
  state: Booking,
  change: (payment: { readonly attempt: number; readonly authorizationId: string }) => UnderWay,
): Booking => {
  const { payment } = state;
  if (!('authorizationId' in payment)) throw new Error(`nothing is authorized in ${payment.phase}`);
  const { attempt, authorizationId } = payment;
  return { ...state, payment: change({ attempt, authorizationId }) };
};

export const isOfCapture = ({ step }: Refusal): boolean => step === 'capture';

export const captureFailed = (state: Booking, { attempt, code }: Data<'CaptureFailed'>): Booking =>
  withoutRefusals(withResult(state, attempt, failed(code)), isOfCapture);

export const voided = (before: Booking, { authorizationId }: Data<'AuthorizationVoided'>): Booking => {
  const state = withoutRefusals(before, (refusal) => refusal.authorizationId === authorizationId);
  const { payment } = state;
  if (payment.phase === 'voiding' && payment.authorizationId === authorizationId) {
    return withoutPayment(state, payment);
  }
  return { ...state, strays: state.strays.filter((each) => each.authorizationId !== authorizationId) };
};

/** The void is left to staff; the purchase ends, or may be paid for again. */
export const stuck = (before: Booking, data: Data<'PaymentStuck'>): Booking => {
  const state = afterStuck(before, data);
  const { payment, strays } = state;
  if (data.step !== 'void' || payment.phase !== 'voiding' || payment.authorizationId !== data.of) {
    return state;
  }
  const { attempt, authorizationId } = payment;
  return { ...withoutPayment(state, payment), strays: [...strays, { attempt, authorizationId }] };
};

const withoutPayment = (
  state: Booking,
  { attempt, why }: Extract<Payment, { readonly phase: 'voiding' }>,
): Booking => {
  // A failed capture gave the attempt its result already.
  if (why === 'capture-failed') return { ...state, status: 'initiated', payment: { phase: 'none' } };
  if (why === 'changed') return over(state, attempt, failed('seats-changed'));
  if (why === 'customer-erased') return over(state, attempt, failed(why));
  return over(state, attempt, { result: 'seats-lost', why });
};
