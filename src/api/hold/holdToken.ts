/**
 * The capability that a hold is given with: an HMAC over the ids of showtime and hold. It is stored nowhere and can
 * be issued again.
 */
import { timingSafeEqual } from 'node:crypto';
import { hmacSha256 } from '../../commands/engine/hmacSha256.ts';
import { bytesOfUuid, uuidOfBytes } from '../../commands/engine/uuidBytes.ts';

export interface HoldTokenContent {
  readonly showtimeId: string;
  readonly holdId: string;
}

const idBytes = 16;
const contentBytes = 2 * idBytes;
const macBytes = 32;
const tokenPattern = /^[A-Za-z0-9_-]{86}$/;

const macOf = (key: Uint8Array, content: Buffer): Buffer => hmacSha256(key, 'hold', content);

export const issueHoldToken = (key: Uint8Array, { showtimeId, holdId }: HoldTokenContent): string => {
  const token = Buffer.allocUnsafe(contentBytes + macBytes);
  token.set(bytesOfUuid(showtimeId));
  token.set(bytesOfUuid(holdId), idBytes);
  token.set(macOf(key, token.subarray(0, contentBytes)), contentBytes);
  return token.toString('base64url');
};

/** Undefined for a token that none of the keys issued. Takes the same time for every wrong token. */
export const readHoldToken = (keys: readonly Uint8Array[], token: string): HoldTokenContent | undefined => {
  if (!tokenPattern.test(token)) return undefined;
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== contentBytes + macBytes) return undefined;
  const content = bytes.subarray(0, contentBytes);
  const mac = bytes.subarray(contentBytes);
  if (!keys.some((key) => timingSafeEqual(mac, macOf(key, content)))) return undefined;
  return {
    showtimeId: uuidOfBytes(content),
    holdId: uuidOfBytes(content, idBytes),
  };
};
