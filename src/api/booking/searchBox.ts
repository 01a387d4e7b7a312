import { isEmailAddress } from '../../commands/customer/emailAddress.ts';
import { nameWords, phoneWord } from '../../commands/customer/hashWords.ts';
import { readReference } from '../../domain/booking/reference.ts';
import type { BookingsFilter, BookingsFound } from '../../projections/bookings/bookingsQueries.ts';
import { seatDay } from '../../projections/bookings/storedBooking.ts';
import type { CustomerServices } from '../customer/CustomerServices.ts';

const dayMs = 86_400_000;
const seatPattern = /^([A-Za-z]{1,3})[ -]?(\d{1,3})$/;
const phonePattern = /^\+?[0-9 ()./-]+$/;

export interface SearchBoxDeps {
  readonly customers: Pick<CustomerServices, 'guestId' | 'emailHash' | 'wordHashes'>;
}

/** Both ids under which bookings of the address may stand: a guest's, and that of signed-in customers. */
export const atAddress = async (
  { guestId, emailHash }: Pick<CustomerServices, 'guestId' | 'emailHash'>,
  email: string,
): Promise<Pick<BookingsFilter, 'address'>> => ({
  address: { guestId: await guestId(email), emailHash: emailHash(email) },
});

/** Of shows whose evening began yesterday, that are today, or that begin after midnight. */
const seatsAround = (typed: string, nowMs: number): readonly string[] | undefined => {
  const [, row, number] = seatPattern.exec(typed) ?? [];
  if (row === undefined || number === undefined) return undefined;
  return [-dayMs, 0, dayMs].map((offsetMs) =>
    seatDay(`${row.toUpperCase()}${number}`, new Date(nowMs + offsetMs).toISOString()),
  );
};

/** What was typed into one box for everything; undefined when it can be nothing of the kind. */
export const readSearchBox = async (
  { customers }: SearchBoxDeps,
  typed: string,
  theaterId: string,
  nowMs: number,
): Promise<BookingsFound | undefined> => {
  const text = typed.trim();
  if (isEmailAddress(text)) {
    return atAddress(customers, text);
  }
  const phone = phonePattern.test(text) ? phoneWord(text) : undefined;
  const words = phone === undefined ? nameWords(text) : [phone];
  const reference = readReference(text);
  const seats = seatsAround(text, nowMs);
  if (words.length === 0 && reference === undefined && seats === undefined) return undefined;
  return {
    ...(reference === undefined ? {} : { reference }),
    ...(seats === undefined ? {} : { seats }),
    ...(words.length === 0 ? {} : { words: customers.wordHashes(theaterId, words) }),
  };
};
