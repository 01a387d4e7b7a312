/**
 * Failures that a token asked for. They look to a caller like any other; only whoever watches the gateway's health
 * may tell them apart, because one customer's script says nothing of the gateway.
 */
import { PaymentUnanswered, PaymentUnavailable } from '../../ports/PaymentGateway.ts';

export class ScriptedUnavailable extends PaymentUnavailable {
  constructor() {
    super('the simulated gateway is away, as the token asks');
  }
}

export class ScriptedSilence extends PaymentUnanswered {
  constructor() {
    super('the simulated gateway gave no answer, as the token asks');
  }
}

export const isScripted = (error: unknown): boolean =>
  error instanceof ScriptedUnavailable || error instanceof ScriptedSilence;
