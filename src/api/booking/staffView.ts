import { z } from 'zod';
import type { TheaterTexts } from '../../commands/theater/theaterTexts.ts';
import { type Booking, standingAdmissions } from '../../domain/booking/BookingState.ts';
import type { CustomerServices } from '../customer/CustomerServices.ts';
import type { UndoneAdmission } from './readBooking.ts';
import { type bookingShown, contactShown } from './schemas.ts';
import { type BookingView, bookingView } from './views.ts';

const wordsSchema = z.string();

export interface StaffView {
  readonly customerId: string;
  /** Null when the customer was erased, or gave no name at the counter. */
  readonly customer: z.output<typeof contactShown> | null;
  readonly cancellations: BookingView['cancellations'];
  readonly admissions: NonNullable<z.output<typeof bookingShown>['admissions']>;
}

/** What staff see of a booking besides what its customer sees. Throws KeyStoreUnavailable. */
export const staffView = async (
  customers: Pick<CustomerServices, 'open'>,
  booking: Booking,
): Promise<StaffView> => {
  const [told, cancellations] = await Promise.all([
    customers.open(booking.customer),
    withReasons(customers, booking),
  ]);
  const { data: customer = null } = contactShown.safeParse(told);
  const admissions = standingAdmissions(booking).map(({ checkinId, seatIds, admittedAt }) => ({
    ...(checkinId === undefined ? {} : { checkinId }),
    ...{ seatIds: [...seatIds], admittedAt },
  }));
  return { customerId: booking.customerId, customer, cancellations, admissions };
};

/** Admissions taken back, with the reasons that can still be read; nothing where there are none. Throws KeyStoreUnavailable. */
export const undoneAdmissions = async (
  texts: Pick<TheaterTexts, 'open'>,
  theaterId: string,
  undone: readonly UndoneAdmission[],
): Promise<Pick<z.output<typeof bookingShown>, 'undoneAdmissions'>> => {
  if (undone.length === 0) return {};
  const shown = undone.map(async ({ checkinId, seatIds, at, reason: sealed }) => {
    const reason = await texts.open(theaterId, sealed);
    return { checkinId, seatIds, undoneAt: at, ...(reason === undefined ? {} : { reason }) };
  });
  return { undoneAdmissions: await Promise.all(shown) };
};

/** The cancellations with the customer's reasons, where these can still be read. */
const withReasons = (
  { open }: Pick<CustomerServices, 'open'>,
  booking: Booking,
): Promise<BookingView['cancellations']> =>
  Promise.all(
    bookingView(booking).cancellations.map(async (shown, place) => {
      const sealed = booking.cancellations[place]?.customerReason;
      const { data: reason } = wordsSchema.safeParse(sealed === undefined ? undefined : await open(sealed));
      return reason === undefined ? shown : { ...shown, reason };
    }),
  );
