import type { Booking, Cancellation } from './BookingState.ts';
import type { BookingEvent } from './events.ts';

type Data<Type extends BookingEvent['type']> = Extract<BookingEvent, { type: Type }>['data'];

export const accepted = (data: Data<'CancellationAccepted'>): Cancellation => ({
  ...data,
  seatsReleased: false,
  refundStatus: data.refund.amount === 0 ? 'none' : 'pending',
  refundTries: 0,
  retryAtMs: 0,
  toldPending: false,
});

export const foreignRefundsFound = (
  state: Booking,
  { refunds, due }: Data<'ForeignRefundsFound'>,
): Booking => ({
  ...state,
  foreignRefunds: [...state.foreignRefunds, ...refunds],
  cancellations: state.cancellations.map((each): Cancellation => {
    const left = due.find(({ cancellationId }) => cancellationId === each.cancellationId)?.amount;
    if (left === undefined) return each;
    return { ...each, due: left, refundStatus: left.amount === 0 ? 'none' : each.refundStatus };
  }),
});

export const changeCancellation = (
  state: Booking,
  cancellationId: string,
  change: (cancellation: Cancellation) => Cancellation,
): Booking => ({
  ...state,
  cancellations: state.cancellations.map((each) =>
    each.cancellationId === cancellationId ? change(each) : each,
  ),
});
