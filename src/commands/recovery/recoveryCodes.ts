import { hmacSha256 } from '../engine/hmacSha256.ts';
import { uuidOfHash } from '../engine/uuidBytes.ts';

const digits = 8;

const macOf = (key: Uint8Array, purpose: string, ...parts: readonly string[]): Buffer =>
  hmacSha256(key, JSON.stringify([`recovery-${purpose}`, ...parts]));

/** A version 8 UUID, the same on every node. A guest id is new after an erasure, and so is the stream. */
export const recoveryIdOf = (key: Uint8Array, guestId: string): string =>
  uuidOfHash(macOf(key, 'stream', guestId));

export const referenceHashOf = (key: Uint8Array, reference: string): string =>
  macOf(key, 'reference', reference).toString('base64url');

export const codeHashOf = (key: Uint8Array, recoveryId: string, code: string): string =>
  macOf(key, 'code-hash', recoveryId, code).toString('base64url');

/** Eight digits. Derived, so that it can be sent after a restart and is kept nowhere. */
export const codeOf = (key: Uint8Array, codeId: string): string =>
  String(macOf(key, 'code', codeId).readBigUInt64BE() % 10n ** BigInt(digits)).padStart(digits, '0');

/** The code of an event, under whichever key it was issued with; undefined when that key is gone. */
export const issuedCode = (
  keys: readonly Uint8Array[],
  recoveryId: string,
  { codeId, codeHash }: { readonly codeId: string; readonly codeHash: string },
): string | undefined => {
  const key = keys.find((each) => codeHashOf(each, recoveryId, codeOf(each, codeId)) === codeHash);
  return key === undefined ? undefined : codeOf(key, codeId);
};
