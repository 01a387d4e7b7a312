/**
 * M0: the program's own HTTP layer, route, mailboxes and deciders over a log that answers at once, without read models and
 * database. A peer of bench/peers in what it answers to the bench.
 */
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import pino from 'pino';
import { Registry } from 'prom-client';
import { createAccessTokens } from '../../src/adapters/keys/accessTokenKeys.ts';
import { openMemoryWaitingRoom } from '../../src/adapters/memory/MemoryWaitingRoom.ts';
import { openMemoryRevocations } from '../../src/adapters/memory/memoryRevocations.ts';
import { openMemoryUsedProofs } from '../../src/adapters/memory/memoryUsedProofs.ts';
import { openTokenIssuers } from '../../src/adapters/openid/openTokenIssuers.ts';
import { systemClock as clock, systemIds as ids } from '../../src/adapters/system/system.ts';
import { holdRoutes } from '../../src/api/hold/routes.ts';
import { buildApp } from '../../src/api/http/app.ts';
import { routeTable } from '../../src/api/http/auth/routeAccess.ts';
import { countBudgets } from '../../src/api/http/limits/BudgetCounts.ts';
import { countProofs } from '../../src/api/http/limits/botGuard.ts';
import { bodyBytesMax } from '../../src/api/http/requestChecks.ts';
import { createCommands } from '../../src/commands/Commands.ts';
import { openLostDemandCounter } from '../../src/commands/demand/LostDemandCounter.ts';
import { openLogTail } from '../../src/commands/engine/LogTail.ts';
import { openBudgetKeeper } from '../../src/commands/limits/budgetKeeper.ts';
import { createRateCounts, hourWindowMs } from '../../src/commands/limits/rateCounts.ts';
import { createRooms } from '../../src/commands/queue/rooms.ts';
import { handedOver } from '../../src/composition/engine/handedOver.ts';
import { logLines } from '../../src/logLines.ts';
import { systemContext } from '../../src/processes/engine/systemContext.ts';
import { heldInStreams } from '../marqueeLog.ts';
import type { Stage } from '../stage.ts';
import { openInstantLog } from './instantLog.ts';
import { openShowtimes } from './openShowtimes.ts';

const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } });
const showtimesMax = 2_000;
const eventLoopDelayMsMax = 2_000;

const logger = pino(logLines());
const log = openInstantLog({ keep: 'all' });
const tail = await openLogTail(log, clock, (error) => {
  throw error;
});
const events = handedOver(log, tail);
const commands = createCommands({ events, tail, clock, ids, logger }, showtimesMax);
const secret = () => randomBytes(32);
const secrets = {
  holdToken: secret(),
  idempotency: secret(),
  bookingAccess: secret(),
  guestSession: secret(),
  sessions: secret(),
  queue: secret(),
  securityLog: secret(),
  guestIdentity: secret(),
};
const settings = {
  eventLoopDelayMsMax,
  trustedProxies: { hops: 0 },
  openWithoutWaitingRoom: false,
  readOnly: false,
  version: '0.0.0',
};
const metrics = new Registry();
const openToBench = { roles: 'anyone', scope: 'public' } as const;
const lostDemand = openLostDemandCounter({
  ...{ commands, clock, ids, logger, uncounted: { inc: () => undefined } },
  context: () => systemContext(ids),
});
const parts = {
  accessTokens: createAccessTokens([secret()]),
  tokenIssuers: openTokenIssuers([]),
  revocations: openMemoryRevocations(),
  routeTable: {
    ...routeTable,
    'POST /prepare': openToBench,
    'GET /held': openToBench,
  },
  commands,
  rooms: createRooms(openMemoryWaitingRoom(), clock),
  demand: { asked: () => undefined },
  lostDemand,
  events,
  logStanding: { isAway: () => false, answeredAtMs: () => clock.nowMs() },
  tail,
  position: tail,
  secrets,
  metrics,
  budgets: openBudgetKeeper({ clock, shared: undefined, logger }),
  rates: createRateCounts(undefined),
  writes: createRateCounts(undefined, hourWindowMs),
  budgetCounts: countBudgets(metrics),
  botCheck: undefined,
  usedProofs: openMemoryUsedProofs(clock),
  proofCounts: countProofs(metrics),
  securityLog: { record: () => undefined },
  clock,
  ids,
  settings,
  logger,
};
const app = await buildApp(parts, [
  (target) => holdRoutes(target, parts),
  (target) => {
    const bench = { schema: { hide: true } };
    target.get('/health/ready', bench, async () => ({ ready: true }));
    target.post('/prepare', { ...bench, bodyLimit: bodyBytesMax }, async ({ body }, reply) => {
      const { showtimeIds, seatIds } = body as Stage;
      await openShowtimes(events, showtimeIds, seatIds);
      return reply.code(204).send();
    });
    target.get('/held', bench, async () => heldInStreams(log.streams));
  },
]);
await app.listen({ host: '127.0.0.1', port: Number(values.port) });

process.once(
  'SIGTERM',
  () =>
    void app
      .close()
      .then(lostDemand.close)
      .then(() => tail.close()),
);
