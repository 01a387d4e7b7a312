import { Gauge, type Registry } from 'prom-client';
import type { GuardedGateway } from '../../adapters/payments/guardedGateway.ts';
import { withDeadline } from '../../projections/engine/withDeadline.ts';
import type { EnginesSeen } from './EnginesSeen.ts';
import type { Parts } from './Parts.ts';

const probeWithinMs = 1_000;
/** Concurrent probes and scrapes share one check. */
const lookKeptMs = 250;
/** Reading the key of a customer that does not exist queries the table and changes nothing. */
const noCustomer = '00000000-0000-0000-0000-000000000000';

const noPayment = { key: noCustomer, bookingId: noCustomer };

export interface Probe {
  readonly engine: string;
  /** What stops while the engine is unavailable. */
  readonly carries?: 'holding' | 'paying' | 'browsing';
  ask(): Promise<unknown>;
}

const demand = async (isUp: boolean): Promise<void> => {
  if (!isUp) throw new Error('away');
};

/** Asks the gateway when its circuit breaker is not closed, so that recovery is seen without a payment. */
export const gatewayProbe = (engine: string, gateway: GuardedGateway): Probe => ({
  engine,
  carries: 'paying',
  ask: async () => {
    if (gateway.state() !== 'closed') await gateway.findAuthorization(noPayment);
  },
});

/** The event log is probed all the time; the mail server is judged by its latest call, the payment gateway too while that succeeded. */
export const probesOf = (
  parts: Pick<
    Parts,
    | 'config'
    | 'logStanding'
    | 'readStore'
    | 'keyStore'
    | 'sharedSeatMaps'
    | 'elasticsearch'
    | 'payments'
    | 'notifier'
  >,
): readonly Probe[] => {
  const { config, logStanding, readStore, keyStore, sharedSeatMaps, elasticsearch, payments, notifier } =
    parts;
  return [
    { engine: config.eventLog, carries: 'holding', ask: () => demand(!logStanding.isAway()) },
    { engine: 'postgres', carries: 'browsing', ask: () => readStore.query('select 1') },
    { engine: 'postgres', carries: 'paying', ask: () => keyStore.standing(noCustomer) },
    ...(sharedSeatMaps === undefined
      ? []
      : [{ engine: 'redis', ask: () => demand(!sharedSeatMaps.isAway()) }]),
    ...(elasticsearch === undefined
      ? []
      : [{ engine: 'elasticsearch', ask: () => elasticsearch.index.position() }]),
    ...(config.payments.gateway === 'simulated'
      ? []
      : [gatewayProbe(config.payments.gateway, payments.gateway)]),
    ...(notifier === undefined ? [] : [{ engine: 'smtp', ask: () => demand(!notifier.isAway()) }]),
  ];
};

/** Never throws; takes about a second at most. An engine is up when all of its probes succeed. */
export const watchEngines = (
  probes: readonly Probe[],
  nowMs: () => number = () => performance.now(),
): (() => Promise<EnginesSeen>) => {
  let seen: Promise<EnginesSeen> | undefined;
  let seenAtMs = Number.NEGATIVE_INFINITY;

  const look = async (): Promise<EnginesSeen> => {
    const asked = await Promise.all(
      probes.map(async (probe) => {
        const answer = Promise.resolve()
          .then(() => probe.ask())
          .then(() => true);
        return { ...probe, isUp: (await withDeadline(answer, probeWithinMs)) === true };
      }),
    );
    const away = new Set(asked.filter(({ isUp }) => !isUp).map(({ engine }) => engine));
    const works = (what: Probe['carries']): boolean =>
      asked.every(({ carries, isUp }) => carries !== what || isUp);
    return {
      engines: Object.fromEntries(
        probes.map(({ engine }) => [engine, away.has(engine) ? ('away' as const) : ('up' as const)]),
      ),
      holding: works('holding'),
      selling: works('holding') && works('paying'),
      browsing: works('browsing'),
    };
  };
  return () => {
    if (seen === undefined || nowMs() - seenAtMs >= lookKeptMs) {
      seenAtMs = Number.POSITIVE_INFINITY;
      seen = look().finally(() => {
        seenAtMs = nowMs();
      });
    }
    return seen;
  };
};

export const addEngineMetrics = (registry: Registry, look: () => Promise<EnginesSeen>): void => {
  new Gauge({
    name: 'marquee_engine_up',
    help: 'Whether an engine that the settings name answers: 1 or 0.',
    labelNames: ['engine'] as const,
    registers: [registry],
    async collect() {
      for (const [engine, state] of Object.entries((await look()).engines)) {
        this.set({ engine }, state === 'up' ? 1 : 0);
      }
    },
  });
  new Gauge({
    name: 'marquee_works',
    help: 'What the engines that answer allow: holding seats, selling them, browsing; 1 or 0.',
    labelNames: ['what'] as const,
    registers: [registry],
    async collect() {
      const { engines: _engines, ...works } = await look();
      for (const [what, does] of Object.entries(works)) this.set({ what }, does ? 1 : 0);
    },
  });
};
