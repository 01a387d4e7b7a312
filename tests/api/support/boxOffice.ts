/** What selling is made of, for the HTTP layer's tests: real use cases, a fake gateway, keys in memory, pauses on demand. */
import { createHmac } from 'node:crypto';
import { createTicketKeys } from '../../../src/adapters/keys/ticketKeys.ts';
import type { MemoryLog } from '../../../src/adapters/memory/MemoryEventStore.ts';
import { openMemoryKeyStore } from '../../../src/adapters/memory/MemoryKeyStore.ts';
import { customerIdsOf } from '../../../src/api/http/auth/Caller.ts';
import { waitingLimits } from '../../../src/commands/booking/BookingDeps.ts';
import { createBookings } from '../../../src/commands/booking/bookings.ts';
import type { Commands } from '../../../src/commands/Commands.ts';
import { currentAccountId } from '../../../src/commands/customer/accountCustomer.ts';
import { eraseAccount } from '../../../src/commands/customer/eraseCustomer.ts';
import { exportAccount } from '../../../src/commands/customer/exportCustomer.ts';
import { currentGuestId, emailHash, walkInId } from '../../../src/commands/customer/guestCustomer.ts';
import { hashWords } from '../../../src/commands/customer/hashWords.ts';
import { createSignIns } from '../../../src/commands/identity/signIns.ts';
import type { BudgetKeeper } from '../../../src/commands/limits/budgetKeeper.ts';
import { declinedCards } from '../../../src/commands/limits/declinedCards.ts';
import { createRecoveries } from '../../../src/commands/recovery/recoveries.ts';
import { createTheaterTexts } from '../../../src/commands/theater/theaterTexts.ts';
import { keepDrawnTickets } from '../../../src/commands/ticket/drawnTickets.ts';
import { drawTicket } from '../../../src/commands/ticket/drawTicket.ts';
import { stuckSteps } from '../../../src/domain/booking/stuckPayments.ts';
import type { EventStore } from '../../../src/ports/EventStore.ts';
import type { IdSource } from '../../../src/ports/IdSource.ts';
import { createBookingDriver } from '../../../src/processes/booking/driveBooking.ts';
import { createFakeGateway, type Line } from '../../support/fakeGateway.ts';
import type { testClock } from '../../support/nodes.ts';
import { foldedBookings } from './foldedBookings.ts';
import { foldedParked } from './foldedParked.ts';
import type { RouteDeps } from './routeGroups.ts';
import { virtualPauses } from './virtualPauses.ts';

/** The key that codes are made with. */
export const recoveryKey = new Uint8Array(32).fill(4);

export interface BoxOfficeParts {
  readonly log: MemoryLog;
  readonly events: EventStore;
  readonly commands: Commands;
  readonly clock: ReturnType<typeof testClock>;
  readonly ids: IdSource;
  readonly budgets: BudgetKeeper;
}

type SalesDeps = Pick<
  RouteDeps,
  | 'bookings'
  | 'bookingLists'
  | 'staleBookings'
  | 'staleFigures'
  | 'openBookings'
  | 'outbox'
  | 'customers'
  | 'texts'
  | 'keyStore'
  | 'recoveries'
  | 'signIns'
  | 'tickets'
  | 'paymentLedger'
  | 'paymentNotices'
>;

export const openBoxOffice = ({ log, events, commands, clock, budgets }: BoxOfficeParts) => {
  let line: Line = 'up';
  const bank = createFakeGateway(clock, () => line);
  const setLine = (next: Line): void => {
    line = next;
  };
  const keyStore = openMemoryKeyStore();
  const errors: unknown[][] = [];
  const { pause, until } = virtualPauses(clock);
  const cards = declinedCards({
    ...{ cardOf: bank.gateway.cardOf, budgets, clock },
    key: new Uint8Array(32).fill(7),
  });
  const gateway = cards.counted(bank.gateway);
  const driver = createBookingDriver({
    commands,
    gateway,
    keys: keyStore,
    clock,
    events,
    logger: { warn: () => undefined, error: (...said) => void errors.push(said) },
    pause,
  });
  const { customers } = commands;
  /** That of the application under test. */
  const identityKey = new Uint8Array(32).fill(6);
  const hash = (text: string) => createHmac('sha256', 'guests').update(text).digest();
  const codes = createTicketKeys(new Uint8Array(32).fill(5));
  /** Draws nothing: tells what it was to draw. */
  const renderer = {
    render: async (ticket: object, as: string) => Buffer.from(JSON.stringify({ as, ...ticket })),
    close: async () => undefined,
  };
  const drawn = keepDrawnTickets(renderer);
  const bookingLists = foldedBookings(log, events);
  const bookingsOf = async (customerId: string) => {
    const { items } = await bookingLists.bookings({ customerIds: [customerId] }, { limit: 100 });
    return { items: items.map(({ booking: { bookingId } }) => ({ bookingId })), nextCursor: null };
  };
  const notices: string[] = [];
  const idsOf = (name: string) => customerIdsOf(name, identityKey);
  const guestId = (email: string) => currentGuestId({ hash, customers, idsOf }, email);
  const deps: SalesDeps = {
    recoveries: createRecoveries({
      commands,
      findBooking: async (reference, email) => {
        const address = { guestId: await guestId(email), emailHash: emailHash(hash, email) };
        const { items } = await bookingLists.bookings({ reference, address }, { limit: 1 });
        return items[0]?.booking;
      },
      reachHead: async (withinMs) => {
        const head = await events.head();
        return (await bookingLists.waitFor(head, withinMs)) >= head;
      },
      guestId,
      identityKey: new Uint8Array(32).fill(6),
      codeKeys: [recoveryKey],
      logger: { warn: (...said) => void errors.push(said) },
    }),
    signIns: createSignIns({
      commands,
      keyStore,
      guestId,
      identityKey,
      codeKeys: [recoveryKey],
      logger: { warn: (...said) => void errors.push(said) },
    }),
    bookings: createBookings({
      commands,
      keys: keyStore,
      gateway,
      logger: { error: (...said) => void errors.push(said) },
      driver,
      limits: waitingLimits,
      pause,
    }),
    bookingLists,
    staleBookings: async () => new Map(),
    staleFigures: async () => undefined,
    openBookings: {
      position: bookingLists.position,
      waitFor: bookingLists.waitFor,
      refundProgress: async (showtimeId) => {
        const { items } = await bookingLists.bookings({ showtimeId }, { limit: 100 });
        const refunded = items.filter(({ booking }) => booking.status === 'cancelled').length;
        return { bookings: items.length, refunded };
      },
      stuckPayments: async ({ limit }) => {
        const { items } = await bookingLists.bookings({}, { limit });
        const stuck = items.flatMap(({ booking }) =>
          stuckSteps(booking)
            .slice(0, 1)
            .map((step) => ({ bookingId: booking.bookingId, ...step })),
        );
        return { items: stuck, nextCursor: null };
      },
    },
    outbox: {
      position: bookingLists.position,
      waitFor: bookingLists.waitFor,
      parkedMessages: async () => ({ items: foldedParked(log), nextCursor: null }),
    },
    customers: {
      accountId: (customerIds) => currentAccountId({ customers }, customerIds),
      idsOf,
      guestId,
      emailHash: (email) => emailHash(hash, email),
      wordHashes: (theaterId, words) => hashWords(hash, theaterId, words),
      walkInId: (holdId) => walkInId(hash, holdId),
      erase: (request, context) => eraseAccount({ customers, keyStore }, request, context),
      open: (sealed) => keyStore.open(sealed),
      export: (customerIds) => exportAccount({ events, keyStore, bookingsOf }, customerIds),
    },
    keyStore,
    texts: createTheaterTexts(keyStore),
    tickets: {
      ...codes,
      draw: (...ticket) => drawTicket({ commands, codes, renderer: drawn, keyStore }, ...ticket),
    },
    paymentLedger: {
      refundByHand: async (call) => {
        const { key, bookingId, kind, amount, outcome, calls, atMs } = bank.refundByHand(call);
        return { key, bookingId, kind, amount, outcome, calls, at: new Date(atMs).toISOString() };
      },
      ledger: async (bookingId) =>
        bank
          .entries()
          .filter((entry) => entry.bookingId === bookingId)
          .map(({ key, kind, amount, outcome, calls, atMs }) => {
            const at = new Date(atMs).toISOString();
            return { key, bookingId, kind, amount, outcome, calls, at };
          }),
    },
    paymentNotices: {
      take: async (body, signature) => {
        if (signature !== 'good') return 'refused';
        notices.push(Buffer.from(body).toString('utf8'));
        return 'taken';
      },
    },
  };
  return { deps, cards, bank, setLine, driver, until, notices, errors: () => errors };
};
