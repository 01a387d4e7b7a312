/** What a proof has to be for. */
export interface ProofAsked {
  readonly caller: string;
  /** Such as `hold <showtimeId>`. */
  readonly purpose: string;
  /** How much is asked for: a proof is good for as much or less. */
  readonly amount: number;
}

export interface BotChallenge {
  readonly kind: 'proof-of-work' | 'turnstile';
  readonly challenge: Readonly<Record<string, unknown>>;
  readonly expiresAtMs: number;
}

export interface BotProof {
  /** The same for every answer to one challenge. */
  readonly id: string;
  readonly expiresAtMs: number;
}

/** Turnstile gave no answer. */
export class BotCheckUnavailable extends Error {
  override readonly name = 'BotCheckUnavailable';
}

export interface BotCheck {
  challenge(asked: ProofAsked, nowMs: number): Promise<BotChallenge>;
  /** Undefined for an answer that proves nothing. May be called again with it. Throws {@link BotCheckUnavailable}. */
  verify(answer: string, asked: ProofAsked, nowMs: number): Promise<BotProof | undefined>;
}
