export const securityActions = [
  ...(['sign-in-code', 'sign-in', 'session', 'passkey', 'access-code', 'booking-access'] as const),
  ...(['personal-data-read', 'erasure', 'refund', 'export', 'staff-change', 'limit-exemption'] as const),
  ...(['token-revocation', 'security-log-read', 'access-denied', 'limit-refusal'] as const),
] as const;
export type SecurityAction = (typeof securityActions)[number];

export const securityOutcomes = ['done', 'refused', 'failed'] as const;
export type SecurityOutcome = (typeof securityOutcomes)[number];

/** Nothing in it is personal data in clear, or text of a caller. */
export interface SecurityEntry {
  readonly id: string;
  readonly atMs: number;
  /** As events name people; absent for callers without a token. */
  readonly actorId?: string;
  readonly role: string;
  readonly action: SecurityAction;
  /** Of the API's description. */
  readonly operation: string;
  readonly outcome: SecurityOutcome;
  /** The name of the problem that was answered. */
  readonly reason?: string;
  /** Ids of what was read or changed. */
  readonly targets: readonly string[];
  /** HMAC of the caller's address block. */
  readonly address: string;
  readonly requestId: string;
}

export interface SecurityFilter {
  readonly fromMs?: number;
  /** Exclusive. */
  readonly toMs?: number;
  readonly actorId?: string;
  readonly action?: SecurityAction;
  readonly outcome?: SecurityOutcome;
}

export interface SecurityPage {
  readonly limit: number;
  /** The last entry of the page before. */
  readonly after?: Pick<SecurityEntry, 'id' | 'atMs'>;
}

/** Every method throws {@link SecurityLogUnavailable}. */
export interface SecurityLogStore {
  /** Durable when it resolves. Entries that are there already are left as they are. */
  append(entries: readonly SecurityEntry[]): Promise<void>;
  /** The latest first. */
  read(filter: SecurityFilter, page: SecurityPage): Promise<readonly SecurityEntry[]>;
  /** Deletes what is older, a bounded number at once: refusals of callers without a token by their own limit. */
  forget(limits: { readonly beforeMs: number; readonly strangersBeforeMs: number }): Promise<void>;
}

export class SecurityLogUnavailable extends Error {
  override readonly name = 'SecurityLogUnavailable';
}
