import { randomBytes, timingSafeEqual } from 'node:crypto';
import { hmacSha256 } from '../engine/hmacSha256.ts';

const instantBytes = 6;
const randomPartBytes = 16;
const macBytes = 32;
const openBytes = instantBytes + randomPartBytes;
const goodForMs = 5 * 60_000;

/** A challenge may be answered for its purpose only; `subject` is who asked for it, none for a sign-in. */
export interface ChallengePurpose {
  readonly purpose: 'register' | 'sign-in';
  readonly subject: string;
}

const macOf = (key: Uint8Array, { purpose, subject }: ChallengePurpose, open: Uint8Array): Buffer =>
  hmacSha256(key, JSON.stringify(['passkey-challenge', purpose, subject]), open);

/** Carries when it was made and a MAC, so that nothing is kept of challenges that no one answers. */
export const makeChallenge = (key: Uint8Array, of: ChallengePurpose, nowMs: number): Uint8Array => {
  const open = Buffer.concat([Buffer.alloc(instantBytes), randomBytes(randomPartBytes)]);
  open.writeUIntBE(nowMs, 0, instantBytes);
  return Buffer.concat([open, macOf(key, of, open)]);
};

/** When it was made; undefined for one that is not ours, for something else, or too old. */
export const challengeMadeAtMs = (
  keys: readonly Uint8Array[],
  of: ChallengePurpose,
  challenge: Uint8Array,
  nowMs: number,
): number | undefined => {
  const bytes = Buffer.from(challenge);
  if (bytes.length !== openBytes + macBytes) return undefined;
  const open = bytes.subarray(0, openBytes);
  if (!keys.some((key) => timingSafeEqual(macOf(key, of, open), bytes.subarray(openBytes)))) return undefined;
  const madeAtMs = open.readUIntBE(0, instantBytes);
  return nowMs - madeAtMs <= goodForMs ? madeAtMs : undefined;
};
