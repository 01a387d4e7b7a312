import { kept } from '../session/kept.ts';

/** A booking that was made or found on this device, with the secret that opens it. */
export interface KeptBooking {
  readonly bookingId: string;
  readonly accessToken: string;
  readonly reference: string;
  readonly title: string;
  readonly place: string;
  readonly startsAt: string;
  readonly timeZone: string;
}

const stored = kept(localStorage, 'bookings');
const keptMax = 50;

const isKept = (value: unknown): value is KeptBooking =>
  typeof value === 'object' &&
  value !== null &&
  ['bookingId', 'accessToken', 'reference', 'title', 'place', 'startsAt', 'timeZone'].every(
    (name) => typeof Reflect.get(value, name) === 'string',
  );

const all = (): readonly KeptBooking[] => {
  const value: unknown = JSON.parse(stored.get() ?? '[]');
  return Array.isArray(value) ? value.filter(isKept) : [];
};

export const keptBookings = {
  all,
  find: (bookingId: string): KeptBooking | undefined => all().find((each) => each.bookingId === bookingId),
  /** The latest first. */
  add: (booking: KeptBooking): void => {
    const others = all().filter(({ bookingId }) => bookingId !== booking.bookingId);
    stored.set(JSON.stringify([booking, ...others].slice(0, keptMax)));
  },
};
