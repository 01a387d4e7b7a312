import { type Passkey, type PasskeyStore, passkeyLimits } from '../../ports/Passkeys.ts';

export const openMemoryPasskeys = (): PasskeyStore => {
  const passkeys = new Map<string, Passkey & { readonly answeredAtMs?: number }>();
  const listOf = (subject: string) =>
    [...passkeys.values()]
      .filter((each) => each.subject === subject)
      .sort((one, other) => other.createdAtMs - one.createdAtMs);
  return {
    add: async (passkey) => {
      const { credentialId, subject } = passkey;
      const isFull = listOf(subject).length >= passkeyLimits.perSubjectMax;
      if (isFull || passkeys.has(credentialId)) return false;
      passkeys.set(credentialId, passkey);
      return true;
    },
    find: async (credentialId) => {
      const { answeredAtMs: _answered, ...found } = passkeys.get(credentialId) ?? {};
      return 'credentialId' in found ? found : undefined;
    },
    use: async (credentialId, counter, challengeAtMs, nowMs) => {
      const found = passkeys.get(credentialId);
      if (found === undefined || (found.answeredAtMs ?? 0) >= challengeAtMs) return false;
      passkeys.set(credentialId, { ...found, counter, answeredAtMs: challengeAtMs, lastUsedAtMs: nowMs });
      return true;
    },
    list: async (subject) => listOf(subject).map(({ answeredAtMs: _answered, ...passkey }) => passkey),
    remove: async (credentialId, subject) =>
      passkeys.get(credentialId)?.subject === subject && passkeys.delete(credentialId),
    forgetSubject: async (subject) => {
      for (const { credentialId } of listOf(subject)) passkeys.delete(credentialId);
    },
  };
};
