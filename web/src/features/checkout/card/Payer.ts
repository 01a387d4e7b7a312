import type { Money } from '../../../shared/format/money.ts';

/** The means of payment that the guest has chosen. */
export interface Payer {
  readonly method: string;
  /** Throws {@link CardIncomplete}. */
  readToken(): Promise<string>;
}

export interface CardProps {
  readonly due: Money;
  readonly onPayer: (payer: Payer) => void;
}

/** The card form says itself what is missing. */
export class CardIncomplete extends Error {}
