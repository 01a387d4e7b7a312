import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import { Counter, type Registry } from 'prom-client';
import type { Secrets } from '../../adapters/keys/loadSecrets.ts';
import { createTicketKeys, publicTicketKey } from '../../adapters/keys/ticketKeys.ts';
import { createTicketRenderer } from '../../adapters/ticket-rendering/createTicketRenderer.ts';
import type { CustomerServices } from '../../api/customer/CustomerServices.ts';
import { customerIdsOf } from '../../api/http/auth/Caller.ts';
import type { PaymentNotices } from '../../api/payments/webhookRoutes.ts';
import type { TicketServices } from '../../api/ticket/TicketServices.ts';
import { waitingLimits } from '../../commands/booking/BookingDeps.ts';
import type { BookingDriver } from '../../commands/booking/BookingDriver.ts';
import { type BookingUseCases, createBookings } from '../../commands/booking/bookings.ts';
import type { Commands } from '../../commands/Commands.ts';
import { currentAccountId } from '../../commands/customer/accountCustomer.ts';
import { eraseAccount } from '../../commands/customer/eraseCustomer.ts';
import { exportAccount } from '../../commands/customer/exportCustomer.ts';
import { currentGuestId, emailHash, walkInId } from '../../commands/customer/guestCustomer.ts';
import { hashWords } from '../../commands/customer/hashWords.ts';
import { hmacSha256 } from '../../commands/engine/hmacSha256.ts';
import type { DeclinedCards } from '../../commands/limits/declinedCards.ts';
import { createTheaterTexts } from '../../commands/theater/theaterTexts.ts';
import { keepDrawnTickets } from '../../commands/ticket/drawnTickets.ts';
import { drawTicket } from '../../commands/ticket/drawTicket.ts';
import { idSchema } from '../../domain/kernel/ids.ts';
import type { SteadyClock } from '../../ports/Clock.ts';
import type { IdSource } from '../../ports/IdSource.ts';
import type { TicketRenderer } from '../../ports/TicketRenderer.ts';
import { createBookingDriver } from '../../processes/booking/driveBooking.ts';
import { systemContext } from '../../processes/engine/systemContext.ts';
import type { BookingsQueries } from '../../projections/bookings/bookingsQueries.ts';
import type { Engines } from './openEngines.ts';
import type { Sales } from './Parts.ts';
import { warmTickets } from './warmTickets.ts';

export interface SalesDeps {
  readonly engines: Pick<Engines, 'events' | 'keyStore' | 'payments'>;
  readonly cards: Pick<DeclinedCards, 'counted'>;
  readonly commands: Commands;
  readonly bookingLists: Pick<BookingsQueries, 'bookings'>;
  readonly secrets: Secrets;
  readonly retiredTicketKeys: readonly { readonly x: string }[];
  readonly clock: SteadyClock;
  readonly metrics: Registry;
  readonly ids: IdSource;
  readonly logger: Logger;
}

export interface OpenedSales extends Sales {
  /** Loads the fonts, so that the first ticket is as fast as the others. Never throws. */
  warmUp(): Promise<void>;
  close(): Promise<void>;
}

/** Longer work is left to the jobs. */
const noticeDriveMs = 10_000;
const exportPageMax = 100;

const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
  await wait(Math.max(0, ms), undefined, { signal }).catch(() => undefined);
};

export const openSales = (deps: SalesDeps): OpenedSales => {
  const { engines, cards, commands, clock, metrics, logger } = deps;
  const { events, keyStore, payments } = engines;
  const { ledger } = payments;
  const gateway = cards.counted(payments.gateway);
  const refundsByHand = new Counter({
    name: 'marquee_refunds_by_hand_total',
    help: 'Refunds that were made at the gateway by hand, counted where they are found.',
    registers: [metrics],
  });
  const shared = { commands, gateway, keys: keyStore, logger, refundsByHand, pause };
  const driver = createBookingDriver({ ...shared, events, clock });
  const bookings = createBookings({ ...shared, driver, limits: waitingLimits });
  const renderer = createTicketRenderer();
  const notices = createNotices(deps, driver, bookings);
  let closing = false;
  return {
    driver,
    bookings,
    tickets: createTickets(deps, renderer),
    statements: renderer,
    customers: createCustomers(deps),
    texts: createTheaterTexts(keyStore),
    ...(ledger === undefined ? {} : { paymentLedger: ledger }),
    ...(notices === undefined ? {} : { paymentNotices: notices }),
    warmUp: () => warmTickets(renderer, logger, () => closing),
    close: async () => {
      closing = true;
      await driver.close();
      await renderer.close();
    },
  };
};

const createTickets = (
  { engines, commands, secrets, retiredTicketKeys }: SalesDeps,
  renderer: TicketRenderer,
): TicketServices => {
  const retired = [...secrets.older.map(({ tickets }) => publicTicketKey(tickets)), ...retiredTicketKeys];
  const codes = createTicketKeys(secrets.tickets, retired);
  const { keyStore } = engines;
  const drawn = { commands, codes, renderer: keepDrawnTickets(renderer), keyStore };
  return {
    ...codes,
    draw: (...ticket) => drawTicket(drawn, ...ticket),
  };
};

const createCustomers = ({ engines, commands, bookingLists, secrets }: SalesDeps): CustomerServices => {
  const { events, keyStore } = engines;
  const { customers } = commands;
  const hash = (text: string): Uint8Array => hmacSha256(secrets.guestIdentity, text);
  const bookingsOf = async (customerId: string, cursor: string | undefined) => {
    const page = { limit: exportPageMax, ...(cursor === undefined ? {} : { cursor }) };
    const { items, nextCursor } = await bookingLists.bookings({ customerIds: [customerId] }, page);
    return { items: items.map(({ booking: { bookingId } }) => ({ bookingId })), nextCursor };
  };
  const idsOf = (name: string) => customerIdsOf(name, secrets.guestIdentity);
  return {
    accountId: (customerIds) => currentAccountId({ customers }, customerIds),
    idsOf,
    guestId: (email) => currentGuestId({ hash, customers, idsOf }, email),
    emailHash: (email) => emailHash(hash, email),
    wordHashes: (theaterId, words) => hashWords(hash, theaterId, words),
    walkInId: (holdId) => walkInId(hash, holdId),
    erase: (request, context) => eraseAccount({ customers, keyStore }, request, context),
    open: (sealed) => keyStore.open(sealed),
    export: (customerIds) => exportAccount({ events, keyStore, bookingsOf }, customerIds),
  };
};

const createNotices = (
  { engines, ids, logger }: SalesDeps,
  driver: BookingDriver,
  bookings: Pick<BookingUseCases, 'syncForeignRefunds'>,
): PaymentNotices | undefined => {
  const { webhook } = engines.payments;
  if (webhook === undefined) return undefined;
  return {
    take: async (body, signature) => {
      const notice = webhook.read(body, signature);
      if (notice === undefined) return 'refused';
      const { eventId, what, bookingId } = notice;
      const known = idSchema.safeParse(bookingId).data;
      if (what === 'other' || known === undefined || !(await webhook.memory.rememberOnce(eventId)))
        return 'taken';
      logger.info({ bookingId: known, what }, 'the gateway sent a notice');
      if (what === 'refunded') {
        await bookings.syncForeignRefunds(known, systemContext(ids));
      }
      void driver.drive(known, { forMs: noticeDriveMs });
      return 'taken';
    },
  };
};
