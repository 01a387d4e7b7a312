import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { buildApp } from '../../api/http/app.ts';
import { routeTable } from '../../api/http/auth/routeAccess.ts';
import { countBudgets } from '../../api/http/limits/BudgetCounts.ts';
import type { Config } from '../../config.ts';
import type { ServedParts } from './Parts.ts';
import type { Slice } from './Slice.ts';

/** Above this lag of the event loop requests are shed. */
const eventLoopDelayMsMax = 2_000;

const rateLimitOf = ({ rateLimitPerMinute: max, limitLoopback }: Config) => ({
  max,
  exemptLoopback: !limitLoopback,
});

export const serve = async (
  slices: readonly Slice[],
  parts: Omit<ServedParts, 'settings' | 'budgetCounts'>,
  stack: AsyncDisposableStack,
): Promise<string> => {
  const { config } = parts;
  const settings = {
    ...(config.rateLimitPerMinute > 0 ? { rateLimit: rateLimitOf(config) } : {}),
    eventLoopDelayMsMax,
    trustedProxies: config.trustedProxies,
    corsOrigins: config.corsOrigins,
    openWithoutWaitingRoom: config.openWithoutWaitingRoom,
    readOnly: config.readOnly,
    version: packageVersion(),
  };
  const served = { ...parts, settings, routeTable, budgetCounts: countBudgets(parts.metrics) };
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
  return await app.listen({ host: config.host, port: config.port });
};

const packageVersion = (): string => {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
};
