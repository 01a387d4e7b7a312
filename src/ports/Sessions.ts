/** Sign-ins of customers. Their refresh tokens are made of the salt here and a key that is not, and are not stored. */
export interface Session {
  readonly id: string;
  /** Of its access tokens. */
  readonly subject: string;
  readonly salt: Uint8Array;
  /** How often it was refreshed. */
  readonly generation: number;
  /** Instants in milliseconds since the epoch. */
  readonly startedAtMs: number;
  readonly rotatedAtMs: number;
  readonly expiresAtMs: number;
}

export interface NewSession {
  readonly id: string;
  readonly subject: string;
  readonly startedAtMs: number;
  readonly expiresAtMs: number;
}

export const sessionLimits = {
  perSubjectMax: 50,
  forgottenAtOnceMax: 1_000,
  /** Without a refresh. */
  idleMsMax: 30 * 24 * 60 * 60_000,
} as const;

/** Every call throws IdentityStoreUnavailable. A session that was ended, has expired, or was idle too long, is not found. */
export interface SessionStore {
  /** Ends the longest unused of more than `perSubjectMax`. With an id that there is already: that session, ended or not. */
  start(session: NewSession): Promise<Session>;
  find(id: string, nowMs: number): Promise<Session | undefined>;
  /** To the next generation; undefined when it is at another one already. */
  rotate(id: string, generation: number, nowMs: number): Promise<Session | undefined>;
  /** The latest refreshed first. */
  list(subject: string, nowMs: number): Promise<readonly Session[]>;
  /** False when there is no such session of the subject. */
  end(id: string, subject: string, nowMs: number): Promise<boolean>;
  /** Deletes every session of the subject, at once. */
  forgetSubject(subject: string): Promise<void>;
  /** Deletes what ended or expired before, a bounded number. */
  forget(beforeMs: number): Promise<void>;
}
