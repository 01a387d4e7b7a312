import type { Booking, Cancellation, Refusal } from './BookingState.ts';
import type { BookingEvent } from './events.ts';

type Data<Type extends BookingEvent['type']> = Extract<BookingEvent, { type: Type }>['data'];

export const withoutRefusals = (state: Booking, isOver: (refusal: Refusal) => boolean): Booking => ({
  ...state,
  refusals: state.refusals.filter((each) => !isOver(each)),
});

export const afterRefusal = (state: Booking, data: Data<'PaymentStepRefused'>): Booking => {
  const { step, authorizationId, tries, code, retryAt } = data;
  const isSame = (each: Refusal): boolean => each.step === step && each.authorizationId === authorizationId;
  const stuckAt = state.refusals.find(isSame)?.stuckAt;
  const refusal: Refusal = {
    ...{ step, authorizationId, tries, code },
    ...(retryAt === undefined ? {} : { retryAtMs: Date.parse(retryAt) }),
    ...(stuckAt === undefined ? {} : { stuckAt }),
  };
  return { ...state, refusals: [...withoutRefusals(state, isSame).refusals, refusal] };
};

/** A void that is stuck waits beside the booking, as a stray does. */
export const afterStuck = (state: Booking, { step, of, stuckAt }: Data<'PaymentStuck'>): Booking => {
  if (step === 'refund') {
    const cancellations = state.cancellations.map((each) =>
      each.cancellationId === of ? { ...each, stuckAt } : each,
    );
    return { ...state, cancellations };
  }
  const refusals = state.refusals.map((each) =>
    each.step === 'void' && each.authorizationId === of ? { ...each, stuckAt } : each,
  );
  return { ...state, refusals };
};

export const afterRetry = (state: Booking): Booking => ({
  ...state,
  refusals: state.refusals.map((refusal): Refusal => {
    if (refusal.stuckAt === undefined) return refusal;
    const { stuckAt: _stuckAt, ...rest } = refusal;
    return { ...rest, tries: 0, retryAtMs: 0 };
  }),
  cancellations: state.cancellations.map((cancellation): Cancellation => {
    if (cancellation.stuckAt === undefined) return cancellation;
    const { stuckAt: _stuckAt, ...rest } = cancellation;
    return { ...rest, refundTries: 0, retryAtMs: 0 };
  }),
});
