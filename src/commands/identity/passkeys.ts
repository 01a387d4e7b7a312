import { hash } from 'node:crypto';
import type { Passkey, PasskeyCeremonies, PasskeyStore } from '../../ports/Passkeys.ts';
import { type ChallengePurpose, challengeMadeAtMs, makeChallenge } from './challenges.ts';

export interface PasskeysDeps {
  readonly store: PasskeyStore;
  readonly ceremonies: PasskeyCeremonies;
  readonly keys: readonly [Uint8Array, ...Uint8Array[]];
  isErased(subject: string): Promise<boolean>;
}

export interface Passkeys {
  registrationOptions(subject: string, name: string, nowMs: number): Promise<object>;
  /** Undefined for an answer that proves nothing, a passkey that is known, or one too many. */
  register(subject: string, answer: unknown, nowMs: number): Promise<Passkey | undefined>;
  signInOptions(nowMs: number): Promise<object>;
  /** The subject who signs in; undefined for an answer that proves nothing. An answer is good once. */
  signIn(credentialId: string, answer: unknown, nowMs: number): Promise<string | undefined>;
  list(subject: string): Promise<readonly Passkey[]>;
  /** By {@link passkeyIdOf}. */
  remove(id: string, subject: string): Promise<boolean>;
}

/** Short enough for a path, which the authenticator's own id may not be. */
export const passkeyIdOf = ({ credentialId }: Pick<Passkey, 'credentialId'>): string =>
  hash('sha256', credentialId, 'base64url');

const anyone: ChallengePurpose = { purpose: 'sign-in', subject: '' };

export const createPasskeys = ({ store, ceremonies, keys, isErased }: PasskeysDeps): Passkeys => {
  /** Remembers when the challenge was made that an answer answers. */
  const watch = (of: ChallengePurpose, nowMs: number) => {
    let madeAtMs: number | undefined;
    return {
      isOurs: (challenge: Uint8Array): boolean => {
        madeAtMs = challengeMadeAtMs(keys, of, challenge, nowMs);
        return madeAtMs !== undefined;
      },
      madeAtMs: () => madeAtMs,
    };
  };
  const toRegister = (subject: string): ChallengePurpose => ({ purpose: 'register', subject });

  return {
    registrationOptions: async (subject, name, nowMs) =>
      ceremonies.registrationOptions({
        challenge: makeChallenge(keys[0], toRegister(subject), nowMs),
        ...{ subject, name, known: await store.list(subject) },
      }),
    register: async (subject, answer, nowMs) => {
      const { isOurs } = watch(toRegister(subject), nowMs);
      const proved = await ceremonies.provedRegistration(answer, isOurs);
      if (proved === undefined) return undefined;
      const passkey = { ...proved, subject, createdAtMs: nowMs };
      return (await store.add(passkey)) ? passkey : undefined;
    },
    signInOptions: (nowMs) => ceremonies.signInOptions(makeChallenge(keys[0], anyone, nowMs)),
    signIn: async (credentialId, answer, nowMs) => {
      const passkey = await store.find(credentialId);
      if (passkey === undefined || (await isErased(passkey.subject))) return undefined;
      const { isOurs, madeAtMs } = watch(anyone, nowMs);
      const counter = await ceremonies.provedSignIn(answer, passkey, isOurs);
      const challengeAtMs = madeAtMs();
      if (counter === undefined || challengeAtMs === undefined) return undefined;
      const isFirst = await store.use(credentialId, counter, challengeAtMs, nowMs);
      return isFirst ? passkey.subject : undefined;
    },
    list: (subject) => store.list(subject),
    remove: async (id, subject) => {
      const found = (await store.list(subject)).find((each) => passkeyIdOf(each) === id);
      return found !== undefined && store.remove(found.credentialId, subject);
    },
  };
};
