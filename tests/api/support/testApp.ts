/** The whole HTTP layer over a log in memory, with real deciders and runners and a catalog folded on demand. */
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { v7 } from 'uuid';
import { createAccessTokens } from '../../../src/adapters/keys/accessTokenKeys.ts';
import { createMemoryLog, openMemoryEventStore } from '../../../src/adapters/memory/MemoryEventStore.ts';
import { openMemoryWaitingRoom } from '../../../src/adapters/memory/MemoryWaitingRoom.ts';
import { openMemoryPasskeys } from '../../../src/adapters/memory/memoryPasskeys.ts';
import { openMemoryRevocations } from '../../../src/adapters/memory/memoryRevocations.ts';
import { openMemorySecurityLog } from '../../../src/adapters/memory/memorySecurityLog.ts';
import { openMemorySessions } from '../../../src/adapters/memory/memorySessions.ts';
import { openMemoryUsedProofs } from '../../../src/adapters/memory/memoryUsedProofs.ts';
import { createMemorySeatMapStore } from '../../../src/adapters/memory-seat-maps/MemorySeatMapStore.ts';
import { createPasskeyCeremonies } from '../../../src/adapters/webauthn/createPasskeyCeremonies.ts';
import type { ApiInstance } from '../../../src/api/http/ApiInstance.ts';
import type { ApiSettings } from '../../../src/api/http/ApiSettings.ts';
import { type AppParts, buildApp } from '../../../src/api/http/app.ts';
import { routeTable } from '../../../src/api/http/auth/routeAccess.ts';
import { countBudgets } from '../../../src/api/http/limits/BudgetCounts.ts';
import { countProofs } from '../../../src/api/http/limits/botGuard.ts';
import { createCommands } from '../../../src/commands/Commands.ts';
import { isErasedUnder } from '../../../src/commands/customer/guestCustomer.ts';
import { openLostDemandCounter } from '../../../src/commands/demand/LostDemandCounter.ts';
import { openLogTail } from '../../../src/commands/engine/LogTail.ts';
import { foldStream } from '../../../src/commands/engine/readStream.ts';
import { createPasskeys } from '../../../src/commands/identity/passkeys.ts';
import { createSessions } from '../../../src/commands/identity/sessions.ts';
import { openBudgetKeeper } from '../../../src/commands/limits/budgetKeeper.ts';
import { followHolds } from '../../../src/commands/limits/followHolds.ts';
import { createRateCounts, hourWindowMs, rateWindowMs } from '../../../src/commands/limits/rateCounts.ts';
import { createOperatorTexts } from '../../../src/commands/parking/operatorTexts.ts';
import { createParkings } from '../../../src/commands/parking/parkings.ts';
import { demandMeter } from '../../../src/commands/queue/demandMeter.ts';
import { createRooms } from '../../../src/commands/queue/rooms.ts';
import type { Role } from '../../../src/domain/kernel/roles.ts';
import { showtimeAggregate } from '../../../src/domain/showtime/showtimeAggregate.ts';
import type { Parked } from '../../../src/following/parkedLists.ts';
import type { AccessTokens } from '../../../src/ports/AccessTokens.ts';
import type { EventStore } from '../../../src/ports/EventStore.ts';
import { systemContext } from '../../../src/processes/engine/systemContext.ts';
import { createSeatMaps } from '../../../src/projections/seat-maps/SeatMaps.ts';
import { testClock } from '../../support/nodes.ts';
import { onSaleMs } from '../../support/showtimes.ts';
import { openBoxOffice } from './boxOffice.ts';
import { checkAnswers } from './checkAnswers.ts';
import { foldedAvailability } from './foldedAvailability.ts';
import { foldedCatalog } from './foldedCatalog.ts';
import { foldedProof } from './foldedProof.ts';
import { foldedReports, noSettlements } from './foldedReports.ts';
import { foldedSearch } from './foldedSearch.ts';
import { type RouteDeps, routeGroups } from './routeGroups.ts';

type TestDeps = RouteDeps & AppParts & { readonly accessTokens: AccessTokens };

const settings: ApiSettings = {
  eventLoopDelayMsMax: 0,
  trustedProxies: { hops: 0 },
  openWithoutWaitingRoom: false,
  readOnly: false,
  version: '0.0.0',
};

/** Caches reserve their room when they are made: with the product's sizes that takes longer than all else of an app. */
const cachedMax = 1_000;

const key = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);

export interface TestAppOptions {
  readonly settings?: Partial<ApiSettings>;
  readonly wrap?: (store: EventStore) => EventStore;
  readonly deps?: Partial<TestDeps>;
  readonly log?: ReturnType<typeof createMemoryLog>;
}

export const openTestApp = async (options: TestAppOptions = {}) => {
  const log = options.log ?? createMemoryLog();
  const plain = openMemoryEventStore({ log });
  const events = options.wrap?.(plain) ?? plain;
  const clock = testClock(onSaleMs);
  const ids = { next: () => v7() };
  const tail = await openLogTail(events, clock, (error) => {
    throw error;
  });
  const logged: string[] = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) });
  const commands = createCommands({ events, tail, clock, ids, logger }, 100);
  const catalog = foldedCatalog(log, commands);
  const waitingRoom = openMemoryWaitingRoom();
  const budgets = openBudgetKeeper({ clock, shared: undefined, logger });
  followHolds(budgets, tail);
  const office = openBoxOffice({ log, events, commands, clock, ids, budgets });
  const accessTokens = createAccessTokens([key(2)]);
  const revocations = openMemoryRevocations();
  const isErased = (subject: string) => isErasedUnder(commands, office.deps.customers.idsOf(subject));
  const sessions = createSessions({
    store: openMemorySessions(),
    ...{ accessTokens, revocations, keys: [key(5)], isErased },
  });
  const passkeys = createPasskeys({
    store: openMemoryPasskeys(),
    ceremonies: createPasskeyCeremonies({ id: 'example.org', origins: ['https://tickets.example.org'] }),
    ...{ keys: [key(5)], isErased },
  });
  const metrics = new Registry();
  const securityLogStore = openMemorySecurityLog();
  const lostDemand = openLostDemandCounter({
    ...{ commands, clock, ids, logger, uncounted: { inc: () => undefined } },
    context: () => systemContext(ids),
  });
  const parkedStreams: Parked[] = [];
  const parked = {
    all: async () => parkedStreams,
    since: async ({ stream, revision }: Pick<Parked, 'stream' | 'revision'>) =>
      (await events.readStream(stream, { fromRevision: revision, maxCount: 1 }))[0]?.at,
  };
  const deps: TestDeps = {
    ...office.deps,
    commands,
    waitingRoom,
    rooms: createRooms(waitingRoom, clock),
    demand: demandMeter({
      ...{ commands, waitingRoom, keys: office.deps.keyStore, identityKey: key(6), clock, logger },
      context: () => systemContext(ids),
    }),
    events,
    ...foldedProof(events, key(6), () => clock.nowMs()),
    logStanding: { isAway: () => false, answeredAtMs: () => clock.nowMs() },
    catalog,
    search: foldedSearch(catalog),
    availability: foldedAvailability(log),
    reports: foldedReports(log),
    settlements: noSettlements,
    statements: { renderStatements: async () => new Uint8Array() },
    seatMaps: createSeatMaps({
      near: createMemorySeatMapStore(100),
      events,
      tail,
      fold: (id) => foldStream(showtimeAggregate, events, id),
    }),
    tail,
    position: tail,
    pages: { root: import.meta.dirname, has: () => false, pageAt: () => undefined },
    outsideScripts: [],
    paymentOptions: { gateway: 'simulated' },
    readiness: () => ({
      ...{ ready: true, holding: true, selling: true, browsing: true },
      engines: { postgres: 'up' },
      checks: { schema: true },
    }),
    projections: async () => ({
      known: true,
      projections: [{ name: 'catalog', position: tail.position(), lagMs: 0, state: 'live', parked: 0 }],
    }),
    metrics,
    parked,
    parkings: createParkings({ commands, parked, texts: createOperatorTexts(office.deps.keyStore) }),
    lostDemand,
    budgets,
    cards: office.cards,
    rates: createRateCounts(undefined, rateWindowMs, cachedMax),
    writes: createRateCounts(undefined, hourWindowMs, cachedMax),
    budgetCounts: countBudgets(metrics),
    botCheck: undefined,
    usedProofs: openMemoryUsedProofs(clock, cachedMax),
    proofCounts: countProofs(metrics),
    securityLog: { record: (entry) => void securityLogStore.append([entry]) },
    securityLogStore,
    secrets: {
      holdToken: key(1),
      idempotency: key(3),
      bookingAccess: key(4),
      guestSession: key(7),
      sessions: key(5),
      queue: key(8),
      securityLog: key(9),
      guestIdentity: key(6),
    },
    clock,
    ids,
    codeRefusedAfterMs: 0,
    settings: { ...settings, ...options.settings },
    routeTable,
    accessTokens,
    sessions,
    passkeys,
    tokenIssuers: { read: async () => undefined },
    revocations,
    logger,
    ...options.deps,
  };
  const app: ApiInstance = await buildApp(
    deps,
    routeGroups.map((add) => (app) => add(app, deps)),
  );
  checkAnswers(app);
  const tokenFor = (role: Role, more: { theaterIds?: readonly string[]; subject?: string } = {}) =>
    deps.accessTokens.issue({
      subject: more.subject ?? `${role}-1`,
      roles: [role],
      theaterIds: more.theaterIds ?? (role === 'gate' ? ['*'] : []),
      tokenId: v7(),
      issuedAtMs: clock.nowMs(),
      expiresAtMs: clock.nowMs() + 12 * 3_600_000,
      authenticatedAtMs: clock.nowMs(),
    });
  const bearer = async (...args: Parameters<typeof tokenFor>) => ({
    authorization: `Bearer ${await tokenFor(...args)}`,
  });
  const close = async (): Promise<void> => {
    await app.close();
    await office.driver.close();
    await lostDemand.close();
    await tail.close();
    await plain.close();
  };
  return { app, deps, parkedStreams, lostDemand, log, clock, logged, bearer, tokenFor, office, close };
};

export type TestApp = Awaited<ReturnType<typeof openTestApp>>;
