import type { Clock } from '../../ports/Clock.ts';
import type { AuthorizeResult, PaymentCall, PaymentGateway } from '../../ports/PaymentGateway.ts';
import { hmacSha256 } from '../engine/hmacSha256.ts';
import type { BudgetKeeper, BudgetRefusal } from './budgetKeeper.ts';

export interface DeclinedCards {
  /** A gateway whose declined authorizations are counted, and that tells no card any further. */
  counted<Gateway extends PaymentGateway>(gateway: Gateway): Gateway;
  /** For a card that was declined so often within an hour. Undefined, too, while the gateway cannot tell the card. */
  refusalOf(token: string, max: number): Promise<BudgetRefusal | undefined>;
}

export interface DeclinedCardsDeps {
  readonly cardOf: PaymentGateway['cardOf'];
  readonly budgets: Pick<BudgetKeeper, 'check' | 'charge' | 'ledger'>;
  readonly clock: Clock;
  readonly key: Uint8Array;
}

const hourMs = 60 * 60_000;
/** The gateway is asked for the card of a payment only while some card was declined as often: no theater allows fewer. */
const watchedFrom = 3;
const watched = 'payments watched cards';
const nameChars = 22;

/** Cards are known by a keyed hash of the gateway's fingerprint. */
export const declinedCards = ({ cardOf, budgets, clock, key }: DeclinedCardsDeps): DeclinedCards => {
  const nameOf = (card: string): string =>
    `card ${hmacSha256(key, 'card', card).toString('base64url').slice(0, nameChars)}`;

  const count = (call: PaymentCall, card: string): void => {
    const id = `declined ${call.key}`;
    if (budgets.ledger.find(id) !== undefined) return;
    const ofCard = `payments ${nameOf(card)}`;
    const isWatched = budgets.ledger.sumOf(ofCard) + 1 >= watchedFrom;
    const amounts = new Map([ofCard, ...(isWatched ? [watched] : [])].map((each) => [each, 1]));
    budgets.charge({ id, untilMs: clock.nowMs() + hourMs, amounts });
  };

  const withoutCard = <Result extends AuthorizeResult | { readonly outcome: 'unknown' }>(
    call: PaymentCall,
    result: Result,
  ): Result => {
    if (result.outcome !== 'declined' || result.card === undefined) return result;
    const { card, ...told } = result;
    count(call, card);
    return told as Result;
  };

  return {
    counted: (gateway) => ({
      ...gateway,
      authorize: async (call) => withoutCard(call, await gateway.authorize(call)),
      findAuthorization: async (call) => withoutCard(call, await gateway.findAuthorization(call)),
    }),
    refusalOf: async (token, max) => {
      if (budgets.ledger.sumOf(watched) === 0) return undefined;
      const card = await cardOf(token).catch(() => undefined);
      if (card === undefined) return undefined;
      return budgets.check([{ budget: 'payments', of: nameOf(card), amount: 1, maxOf: () => max }]);
    },
  };
};
