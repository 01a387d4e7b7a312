import type { Logger } from 'pino';
import { guardGateway } from '../../adapters/payments/guardedGateway.ts';
import type { Database } from '../../adapters/postgres/openDatabase.ts';
import { openSimulatedPayments } from '../../adapters/simulated-payments/SimulatedPayments.ts';
import { isScripted } from '../../adapters/simulated-payments/scriptedFailures.ts';
import type { Config } from '../../config.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { Payments } from './Payments.ts';

export const openPayments = async (
  { payments, production }: Pick<Config, 'payments' | 'production'>,
  database: Pick<Database, 'ready'>,
  clock: Clock,
  logger: Logger,
): Promise<Payments> => {
  logger.info({ gateway: payments.gateway }, 'payment gateway');
  if (payments.gateway === 'simulated') {
    if (production) {
      const warning = 'payments are SIMULATED: no money moves. Set STRIPE_API_KEY to be paid';
      logger.warn({ setting: 'STRIPE_API_KEY' }, warning);
    }
    const simulated = await openSimulatedPayments({ database, clock });
    const gateway = guardGateway(simulated, { logger, isOutage: (error) => !isScripted(error) });
    return { gateway, options: { gateway: 'simulated' }, ledger: simulated };
  }
  const { openStripe } = await import('./openStripe.ts');
  return openStripe(payments, { database, clock, logger });
};
