import type { FastifyRequest } from 'fastify';
import type { BudgetRefusal } from '../../commands/limits/budgetKeeper.ts';
import type { BotProof } from '../../ports/BotCheck.ts';
import type { Asker } from '../http/limits/asker.ts';
import type { BotGuard } from '../http/limits/botGuard.ts';

export interface Spent {
  readonly isSpent: boolean;
  readonly proof?: BotProof;
}

export interface ProvedSpending {
  readonly request: FastifyRequest;
  readonly showtimeId: string;
  readonly asker: Asker;
  readonly amount: number;
  /** Tries to spend; with a proof, whatever is held from the address. */
  spend(isProved: boolean): Promise<BudgetRefusal | undefined>;
  /** Throws unless the request is remembered. */
  refuse(refusal: BudgetRefusal): Promise<void>;
  isRemembered(): Promise<boolean>;
}

/** What is beyond the share of an address is granted for a proof. Throws challenge-required and what `refuse` throws. */
export const spendProved = async (bots: BotGuard, spending: ProvedSpending): Promise<Spent> => {
  const { request, showtimeId, asker, amount, spend, refuse, isRemembered } = spending;
  const refusal = await spend(false);
  if (refusal === undefined) return { isSpent: true };
  const isOfAddress = refusal.budget === 'share' && refusal.of === `${asker.address} ${showtimeId}`;
  if (!bots.isOn || !isOfAddress) {
    await refuse(refusal);
    return { isSpent: false };
  }
  if (await isRemembered()) return { isSpent: false };
  const what = { caller: asker.caller, purpose: `hold ${showtimeId}`, amount };
  const proof = await bots.take(request, what);
  if (proof === undefined) throw await bots.challenge(what);
  const still = await spend(true);
  if (still === undefined) return { isSpent: true, proof };
  await bots.giveBack(proof);
  await refuse(still);
  return { isSpent: false };
};
