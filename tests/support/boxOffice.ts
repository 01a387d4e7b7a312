/**
 * Nodes that sell one showtime over a log in memory, with a fake gateway and virtual time. A node may be killed at
 * any call: nothing that it was doing goes on, and nobody hears of it again.
 */
import { v5, v7 } from 'uuid';
import { createMemoryLog, openMemoryEventStore } from '../../src/adapters/memory/MemoryEventStore.ts';
import { waitingLimits } from '../../src/commands/booking/BookingDeps.ts';
import { type BookingUseCases, createBookings } from '../../src/commands/booking/bookings.ts';
import { openLogTail } from '../../src/commands/engine/LogTail.ts';
import type { CommandContext } from '../../src/commands/engine/Outcome.ts';
import { createRunners } from '../../src/commands/runners.ts';
import type { Booking } from '../../src/domain/booking/BookingState.ts';
import { bookingDecider } from '../../src/domain/booking/bookingDecider.ts';
import type { BookingEvent } from '../../src/domain/booking/events.ts';
import { nextStep } from '../../src/domain/booking/nextStep.ts';
import type { KeyStore } from '../../src/ports/KeyStore.ts';
import type { PaymentGateway } from '../../src/ports/PaymentGateway.ts';
import { createBookingDriver } from '../../src/processes/booking/driveBooking.ts';
import { refundCancelledShowtimes } from '../../src/processes/booking/refundCancelledShowtimes.ts';
import { takeUpBookings } from '../../src/processes/booking/takeUpBookings.ts';
import type { Reaction } from '../../src/processes/engine/Reaction.ts';
import { eventually } from './eventually.ts';
import { createFakeGateway, type Kind, type Line } from './fakeGateway.ts';
import { around, guest } from './nodes.ts';
import { reactToLog } from './reactToLog.ts';
import { minutes, onSale, onSaleMs, showtimeId, uuid } from './showtimes.ts';
import { createVirtualTime } from './virtualTime.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Two days before the show: whoever is quick gets most of the money back. */
export const openedMs = onSaleMs - minutes(24 * 60);

/** A place in a node's work where it may be killed. */
export type Boundary = `${'before' | 'after'} ${string}`;

const box = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Reversible, so that the gateway gets its token; how well it hides is no concern here. */
const fakeKeys = (): KeyStore => {
  const destroyed = new Set<string>();
  let briefKeys = 0;
  return {
    seal: async (customerId, value) => ({ customerId, box: box(value) }),
    open: async ({ customerId, box: sealed }) => {
      if (destroyed.has(customerId)) return undefined;
      return JSON.parse(Buffer.from(sealed, 'base64url').toString()) as unknown;
    },
    standing: async (customerId) => (destroyed.has(customerId) ? 'destroyed' : 'kept'),
    destroy: async (customerId) => {
      destroyed.add(customerId);
    },
    sealBriefly: async (value) => {
      briefKeys += 1;
      return { customerId: `brief-${briefKeys}`, box: box(value) };
    },
    openBrief: async ({ customerId, box: sealed }) =>
      destroyed.has(customerId) ? undefined : JSON.parse(Buffer.from(sealed, 'base64url').toString()),
    destroyBrief: async ({ customerId }) => {
      destroyed.add(customerId);
    },
    destroyOldBrief: async () => 0,
  };
};

export const openBoxOffice = async (
  options: {
    readonly line?: (call: { readonly kind: Kind; readonly key: string }) => Line | Promise<Line>;
  } = {},
) => {
  const time = createVirtualTime(openedMs);
  const { clock } = time;
  const log = createMemoryLog();
  const bank = createFakeGateway(clock, options.line);
  const keys = fakeKeys();
  await openMemoryEventStore({ log }).append({
    stream: `showtime-${showtimeId}`,
    expected: 'no-stream',
    events: onSale().map((event) => ({
      id: v7(),
      ...event,
      version: 1,
      at: new Date(openedMs).toISOString(),
      metadata: guest,
    })),
  });

  const eventsOf = (stream: string) => log.streams.get(stream) ?? [];
  const bookingIn = (bookingId: string): Booking | undefined => {
    const state = eventsOf(`booking-${bookingId}`)
      .filter(({ type }) => type !== 'RequestRemembered')
      .reduce(
        (before, event) => bookingDecider.evolve(before, event as unknown as BookingEvent),
        bookingDecider.initialState,
      );
    return state.status === 'none' ? undefined : state;
  };
  const bookings = (): readonly Booking[] =>
    [...log.streams.keys()].flatMap((stream) =>
      stream.startsWith('booking-') ? (bookingIn(stream.slice('booking-'.length)) ?? []) : [],
    );

  const isShowCancelled = (): boolean =>
    eventsOf(`showtime-${showtimeId}`).some(({ type }) => type === 'ShowtimeCancelled');

  const openNode = async (onBoundary: (boundary: Boundary) => boolean = () => false) => {
    let dead = false;
    let die: () => void = () => undefined;
    const died = new Promise<'died'>((resolve) => {
      die = () => {
        dead = true;
        resolve('died');
      };
    });
    const at = async (boundary: Boundary): Promise<void> => {
      time.note();
      if (!dead && onBoundary(boundary)) die();
      if (dead) await new Promise(() => undefined);
    };
    const guarded = async <Result>(what: string, call: () => Promise<Result>): Promise<Result> => {
      await at(`before ${what}`);
      try {
        return await call();
      } finally {
        await at(`after ${what}`);
      }
    };

    const plain = openMemoryEventStore({ log });
    const events = around(plain, (append, inner) =>
      guarded(`append ${append.events.map(({ type }) => type).join('+')}`, () => inner.append(append)),
    );
    const tail = await openLogTail(events, clock, (error) => {
      throw error;
    });
    const ids = { next: v7 };
    const commands = createRunners({ events, tail, clock, ids, logger: silent }, 10);
    const gateway: PaymentGateway = {
      authorize: (call) => guarded('authorize', () => bank.gateway.authorize(call)),
      cardOf: bank.gateway.cardOf,
      findAuthorization: (call) => guarded('find', () => bank.gateway.findAuthorization(call)),
      capture: (call) => guarded('capture', () => bank.gateway.capture(call)),
      voidAuthorization: (call) => guarded('void', () => bank.gateway.voidAuthorization(call)),
      refund: (call) => guarded('refund', () => bank.gateway.refund(call)),
      refundsOf: (call) => bank.gateway.refundsOf(call),
      close: async () => undefined,
    };
    const { pause } = time;
    const driver = createBookingDriver({ commands, events, gateway, keys, clock, logger: silent, pause });
    const useCases: BookingUseCases = createBookings({
      commands,
      keys,
      gateway,
      logger: silent,
      driver,
      limits: waitingLimits,
      pause,
    });
    const refunding = refundCancelledShowtimes({ commands, driver, head: () => events.head() });
    const processes: readonly { pass(): Promise<unknown> }[] = [
      takeUpBookings({ due: async () => bookings().map(({ bookingId }) => bookingId), driver, clock }),
      // From the start of the log each time: what was refunded before must count.
      { pass: () => reactToLog(refunding as Reaction, log) },
    ];
    const close = async (): Promise<void> => {
      if (!dead) await driver.close();
      await tail.close();
      await plain.close();
    };
    const kill = async (): Promise<void> => {
      die();
      await tail.close();
      await plain.close();
    };
    return { commands, driver, ...useCases, processes, close, kill, died, isDead: () => dead };
  };

  return { time, clock, log, bank, keys, eventsOf, bookingIn, bookings, isShowCancelled, openNode };
};

export type BoxOffice = Awaited<ReturnType<typeof openBoxOffice>>;
export type OfficeNode = Awaited<ReturnType<BoxOffice['openNode']>>;

/** The ids of a customer of these tests. */
export const idsOf = (customer: number) => ({
  holdId: uuid(0x1000 + customer),
  bookingId: uuid(0x2000 + customer),
  customerId: uuid(0x3000 + customer),
});
/** Whose booking it is, by the numbers above. */
export const holderOf = (bookingId: string): number => Number.parseInt(bookingId.slice(-12), 16) - 0x2000;
const customer = { name: 'Ada Example', email: 'ada@example.org' };
export const sealedCustomer = box(customer);
export const sealedToken = (token: string): string => box(token);

const withKey = (key: string, body = 'body'): CommandContext => ({
  ...guest,
  idempotency: { key, body },
});

/** What a customer does at a node; undefined when the node died meanwhile. */
export const customerAt = (office: BoxOffice, node: OfficeNode, number: number) => {
  const { holdId, bookingId, customerId } = idsOf(number);
  const within = async <Result>(work: Promise<Result>): Promise<Result | undefined> => {
    const result = await office.time.until(Promise.race([work, node.died]));
    return result === 'died' ? undefined : (result as Result);
  };
  const payWith = (token: string, idempotency: { readonly key: string; readonly body: string }) =>
    within(
      node.startBooking(
        {
          showtimeId,
          holdId,
          customerId,
          customer,
          payment: { method: 'card', token },
        },
        { ...guest, idempotency },
      ),
    );
  return {
    bookingId,
    holdId,
    customerId,
    customer,
    hold: (...seatIds: readonly string[]) =>
      within(
        node.commands.showtimes.execute(
          showtimeId,
          { type: 'HoldSeats', holdId, bookingId, selection: { kind: 'named', seatIds, ticketTypes: {} } },
          guest,
        ),
      ),
    pay: (token: string, key: string) => payWith(token, { key: `${bookingId} ${key}`, body: token }),
    payWith,
    cancel: (key: string, seatIds?: readonly string[]) =>
      within(
        node.cancelBooking(
          {
            bookingId,
            cancellationId: v5(key, bookingId),
            ...(seatIds === undefined ? {} : { seatIds }),
          },
          withKey(`${bookingId} ${key}`, JSON.stringify(seatIds)),
        ),
      ),
    /** At a gate that opens a week before the start. */
    admit: (key: string) =>
      within(
        node.commands.bookings.execute(
          bookingId,
          { type: 'AdmitTicket', checkinId: v5(key, bookingId), showtimeId, opensBeforeMs: 7 * 86_400_000 },
          withKey(key),
        ),
      ),
    within,
  };
};

export type Customer = ReturnType<typeof customerAt>;

/** An office with one node, at which customer 1 holds these seats. */
export const openForAda = async (
  seatIds: readonly string[],
  options: Parameters<typeof openBoxOffice>[0] = {},
) => {
  const office = await openBoxOffice(options);
  const node = await office.openNode();
  const ada = customerAt(office, node, 1);
  if (seatIds.length > 0) await ada.hold(...seatIds);
  return { office, node, ada };
};

/**
 * Lets time pass until the node has nothing under way. Nodes that meet on one stream leave each other real gaps of some
 * milliseconds, which virtual time knows nothing of.
 */
export const rest = async (office: BoxOffice, node: OfficeNode): Promise<void> => {
  await office.time.pass(100);
  await eventually(async () => {
    await office.time.pass(1_000);
    const busy = office
      .bookings()
      .filter(({ bookingId }) => !node.isDead() && node.driver.isDriving(bookingId));
    if (busy.length > 0) throw new Error(`${busy.length} bookings are still driven`);
  });
};

/** Longer than any hold of these tests can live. */
const holdsOverMs = minutes(21);
const roundsMax = 60;

/** Lets the processes of a node work until every hold is over and no booking owes anything any more. */
export const settle = async (office: BoxOffice, node: OfficeNode): Promise<void> => {
  const owes = (booking: Booking): boolean =>
    nextStep(booking, office.clock.nowMs()).step !== 'done' ||
    (booking.status === 'confirmed' && office.isShowCancelled());
  await office.time.pass(holdsOverMs);
  for (let round = 0; round < roundsMax; round += 1) {
    for (const each of node.processes) await office.time.until(each.pass());
    if (!office.bookings().some(owes)) return;
    await office.time.pass(60_000);
  }
};
