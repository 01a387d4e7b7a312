import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { buildApp } from '../../api/http/app.ts';
import { routeTable } from '../../api/http/auth/routeAccess.ts';
import { countBudgets } from '../../api/http/limits/BudgetCounts.ts';
import { countProofs } from '../../api/http/limits/botGuard.ts';
import { listenForOperators } from '../../api/http/listenForOperators.ts';
import { countSecurityEntries } from '../../api/security/securityCounts.ts';
import { createSecurityLog } from '../../commands/security/securityLog.ts';
import type { Config } from '../../config.ts';
import { closing } from './openStores.ts';
import type { ServedParts } from './Parts.ts';
import type { Slice } from './Slice.ts';

/** Above this lag of the event loop requests are shed. */
const eventLoopDelayMsMax = 2_000;

const rateLimitOf = ({ rateLimitPerMinute: max, limitLoopback }: Config) => ({
  max,
  exemptLoopback: !limitLoopback,
});

export interface Addresses {
  readonly address: string;
  /** Undefined: operators read at the other one. */
  readonly opsAddress: string | undefined;
}

export const serve = async (
  slices: readonly Slice[],
  parts: Omit<ServedParts, 'settings' | 'budgetCounts' | 'proofCounts' | 'securityLog'>,
  stack: AsyncDisposableStack,
): Promise<Addresses> => {
  const { config } = parts;
  const settings = {
    ...(config.rateLimitPerMinute > 0 ? { rateLimit: rateLimitOf(config) } : {}),
    eventLoopDelayMsMax,
    trustedProxies: config.trustedProxies,
    corsOrigins: config.corsOrigins,
    opsApart: config.ops !== undefined,
    openWithoutWaitingRoom: config.openWithoutWaitingRoom,
    readOnly: config.readOnly,
    version: packageVersion(),
  };
  const { metrics: registry, securityLogStore: store } = parts;
  const counts = { budgetCounts: countBudgets(registry), proofCounts: countProofs(registry) };
  const ofEntries = { counts: countSecurityEntries(registry) };
  const securityLog = closing(stack, createSecurityLog({ ...parts, ...ofEntries, store }));
  const served = { ...parts, ...counts, securityLog, settings, routeTable };
  for (const { metrics } of slices) metrics?.(served);
  const app = await buildApp(
    served,
    slices.map(
      ({ routes }) =>
        (target) =>
          routes?.(target, served),
    ),
  );
  stack.defer(async () => void (await app.close()));
  const address = await app.listen({ host: config.host, port: config.port });
  if (config.ops === undefined) return { address, opsAddress: undefined };
  const operators = closing(stack, await listenForOperators(app, config.ops));
  const { protocol, hostname } = new URL(address);
  const opsHost = config.ops.host === config.host ? hostname : config.ops.host;
  return { address, opsAddress: `${protocol}//${opsHost}:${operators.port}` };
};

const packageVersion = (): string => {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
};
