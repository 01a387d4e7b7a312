import type { FastifyRequest } from 'fastify';
import type { Commands } from '../../../commands/Commands.ts';
import type { CommandContext } from '../../../commands/engine/Outcome.ts';
import type { Clock } from '../../../ports/Clock.ts';
import type { ApiInstance } from '../ApiInstance.ts';
import { type BudgetDeps, hourMs, refuseBeyond } from './budgetGuard.ts';

export interface MailBudgetDeps extends BudgetDeps {
  readonly commands: Pick<Commands, 'requests'>;
  readonly clock: Clock;
}

/** Per caller or address and hour; more than a household asks for, less than is worth a list of strangers' addresses. */
const mailsMax = { caller: 10, address: 20 } as const;

/** For mails that need no right to ask for. Throws budget-exhausted, never for a request that is remembered. */
export const mailBudget =
  (app: ApiInstance, deps: MailBudgetDeps) =>
  async (request: FastifyRequest, codeId: string, context: CommandContext): Promise<void> => {
    const asker = app.askerOf(request);
    if (asker === undefined) return;
    const one = { budget: 'mails', amount: 1 } as const;
    const refusal = await deps.budgets.spend([
      {
        id: `mail ${codeId}`,
        untilMs: deps.clock.nowMs() + hourMs,
        asks: [
          { ...one, of: asker.caller, maxOf: () => mailsMax.caller },
          { ...one, of: asker.address, maxOf: () => mailsMax.address },
        ],
      },
    ]);
    const { idempotency } = context;
    await refuseBeyond(
      deps,
      refusal,
      async () =>
        idempotency !== undefined &&
        (await deps.commands.requests.repeat(idempotency.key, context)) !== undefined,
    );
  };
