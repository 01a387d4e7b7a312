import { bookingAggregate } from '../../domain/booking/bookingAggregate.ts';
import type { BookingEvent } from '../../domain/booking/events.ts';
import type { Money } from '../../domain/kernel/money.ts';
import { type EventStore, eventStoreLimits } from '../../ports/EventStore.ts';
import type { KeyStore, Sealed } from '../../ports/KeyStore.ts';
import { readEventsOf } from '../engine/readStream.ts';

export interface ExportCustomerDeps {
  readonly events: Pick<EventStore, 'readStream'>;
  readonly keyStore: Pick<KeyStore, 'open'>;
  /** One page of the customer's bookings, whatever became of them; `nextCursor` is null on the last. */
  bookingsOf(
    customerId: string,
    cursor: string | undefined,
  ): Promise<{
    readonly items: readonly { readonly bookingId: string }[];
    readonly nextCursor: string | null;
  }>;
}

export interface ExportedBooking {
  readonly bookingId: string;
  readonly reference: string;
  readonly showtimeId: string;
  readonly startsAt: string;
  readonly seatIds: readonly string[];
  readonly total: Money;
  /** What the customer told us and when; several when another name was given later. `told` is null once erased. */
  readonly contacts: readonly { readonly at: string; readonly told: unknown }[];
  readonly payments: readonly { readonly at: string; readonly method: string }[];
  readonly cancellations: readonly {
    readonly at: string;
    readonly seatIds: readonly string[];
    readonly reason?: unknown;
  }[];
  readonly history: readonly { readonly at: string; readonly what: string }[];
}

export interface CustomerExport {
  readonly customerId: string;
  readonly bookings: readonly ExportedBooking[];
  readonly complete: boolean;
}

export const exportLimits = { bookingsMax: 1_000, pagesMax: 200, eventsPerBookingMax: 2_000 } as const;

/** Throws EventStoreUnavailable, KeyStoreUnavailable, UnreadableEvent and what `bookingsOf` throws. */
export const exportCustomer = async (
  deps: ExportCustomerDeps,
  customerId: string,
): Promise<CustomerExport> => {
  const bookings: ExportedBooking[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < exportLimits.pagesMax; pages += 1) {
    const { items, nextCursor } = await deps.bookingsOf(customerId, cursor);
    for (const { bookingId } of items) {
      if (bookings.length >= exportLimits.bookingsMax) return { customerId, bookings, complete: false };
      const booking = await exportBooking(deps, customerId, bookingId);
      if (booking !== undefined) bookings.push(booking);
    }
    if (nextCursor === null) return { customerId, bookings, complete: true };
    cursor = nextCursor;
  }
  return { customerId, bookings, complete: false };
};

/** Everything kept about one customer under several ids. Throws as {@link exportCustomer} does. */
export const exportAccount = async (
  deps: ExportCustomerDeps,
  customerIds: readonly string[],
): Promise<Omit<CustomerExport, 'customerId'>> => {
  const parts: CustomerExport[] = [];
  for (const customerId of customerIds) parts.push(await exportCustomer(deps, customerId));
  return {
    bookings: parts.flatMap(({ bookings }) => bookings),
    complete: parts.every(({ complete }) => complete),
  };
};

type PlacedEvent = BookingEvent & { readonly at: string };

const maxCount = Math.min(exportLimits.eventsPerBookingMax, eventStoreLimits.readEventsMax);

const exportBooking = async (
  { events, keyStore }: ExportCustomerDeps,
  customerId: string,
  bookingId: string,
): Promise<ExportedBooking | undefined> => {
  const { events: happened } = await readEventsOf(bookingAggregate, events, bookingId, { maxCount });
  const initiated = happened.find((event) => event.type === 'BookingInitiated');
  const purchases = happened.filter(
    (event) => event.type === 'BookingInitiated' || event.type === 'BookingRevised',
  );
  const own = purchases.filter(({ data }) => data.customerId === customerId);
  const last = own.at(-1);
  if (initiated === undefined || last === undefined) return undefined;
  const open = async (sealed: Sealed): Promise<unknown> => (await keyStore.open(sealed)) ?? null;
  const contacts = await Promise.all(
    own.map(async ({ at, data }) => ({ at, told: await open(data.customer) })),
  );
  const cancellations = await Promise.all(
    happened.flatMap((event) =>
      event.type === 'CancellationAccepted' ? [exportCancellation(event, customerId, open)] : [],
    ),
  );
  const { reference, showtimeId, startsAt } = initiated.data;
  return {
    bookingId,
    reference,
    showtimeId,
    startsAt,
    seatIds: last.data.seats.map(({ id }) => id),
    total: last.data.total,
    contacts,
    payments: happened.flatMap((event) =>
      event.type === 'PaymentAttempted' && event.data.token.customerId === customerId
        ? [{ at: event.at, method: event.data.method }]
        : [],
    ),
    cancellations,
    history: happened.map(({ at, type }) => ({ at, what: type })),
  };
};

type Accepted = Extract<PlacedEvent, { readonly type: 'CancellationAccepted' }>;

const exportCancellation = async (
  { at, data: { seatIds, customerReason: words } }: Accepted,
  customerId: string,
  open: (sealed: Sealed) => Promise<unknown>,
): Promise<ExportedBooking['cancellations'][number]> =>
  words?.customerId === customerId ? { at, seatIds, reason: await open(words) } : { at, seatIds };
