/** Scripted failures say nothing about the gateway, so the circuit breaker must tell them from real ones. */
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
