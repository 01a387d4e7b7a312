/** WebAuthn: keys of customers that stay in their devices. */

export interface Passkey {
  /** Base64url, chosen by the authenticator. */
  readonly credentialId: string;
  /** Of the access tokens that it signs in for. */
  readonly subject: string;
  /** COSE. */
  readonly publicKey: Uint8Array;
  readonly counter: number;
  readonly transports: readonly string[];
  /** Instants in milliseconds since the epoch. */
  readonly createdAtMs: number;
  readonly lastUsedAtMs?: number;
}

export const passkeyLimits = { perSubjectMax: 20 } as const;

/** Every call throws IdentityStoreUnavailable. */
export interface PasskeyStore {
  /** False when there is a passkey with that id, or the subject has as many as it may. */
  add(passkey: Passkey): Promise<boolean>;
  find(credentialId: string): Promise<Passkey | undefined>;
  /** False when a challenge as old as this one, or a later one, was answered with it before: an answer is good once. */
  use(credentialId: string, counter: number, challengeAtMs: number, nowMs: number): Promise<boolean>;
  /** The latest first. */
  list(subject: string): Promise<readonly Passkey[]>;
  /** False when the subject has no such passkey. */
  remove(credentialId: string, subject: string): Promise<boolean>;
  /** Deletes every passkey of the subject. */
  forgetSubject(subject: string): Promise<void>;
}

export type ProvedKey = Pick<Passkey, 'credentialId' | 'publicKey' | 'counter' | 'transports'>;

/** What browser and server say to each other. Answers come from outside, and are checked whole. */
export interface PasskeyCeremonies {
  registrationOptions(request: {
    readonly challenge: Uint8Array;
    readonly subject: string;
    readonly name: string;
    readonly known: readonly Pick<Passkey, 'credentialId' | 'transports'>[];
  }): Promise<object>;
  /** Undefined for an answer that proves nothing. `isOurs` is asked about the challenge that it answers. */
  provedRegistration(
    answer: unknown,
    isOurs: (challenge: Uint8Array) => boolean,
  ): Promise<ProvedKey | undefined>;
  signInOptions(challenge: Uint8Array): Promise<object>;
  /** The authenticator's counter; undefined for an answer that proves nothing. */
  provedSignIn(
    answer: unknown,
    passkey: ProvedKey,
    isOurs: (challenge: Uint8Array) => boolean,
  ): Promise<number | undefined>;
}
