import { timingSafeEqual } from 'node:crypto';
import { hmacSha256 } from '../../commands/engine/hmacSha256.ts';

const dayMs = 24 * 60 * 60_000;
export const accessAfterShowMs = 90 * dayMs;

/** Of a token given out with its booking: an HMAC over the id. It ends 90 days after the show. */
const firstPattern = /^[A-Za-z0-9_-]{43}$/;
/** Of a renewed token: its end in seconds since the epoch, then an HMAC over the id and that end. */
const renewedPattern = /^[A-Za-z0-9_-]{50}$/;
const endBytes = 5;

const macOf = (key: Uint8Array, bookingId: string): Buffer => hmacSha256(key, 'booking', bookingId);

const renewedMacOf = (key: Uint8Array, bookingId: string, end: Uint8Array): Buffer =>
  hmacSha256(key, 'renewed-booking', bookingId, end);

/** The access token of a booking, the same each time. Keep it out of log lines, events and URLs. */
export const issueBookingAccess = (key: Uint8Array, bookingId: string): string =>
  macOf(key, bookingId).toString('base64url');

/** When access ends that was renewed at `nowMs`; instants in milliseconds since the epoch. */
export const renewedAccessEndMs = (showEndsAt: string, nowMs: number): number =>
  Math.max(Date.parse(showEndsAt), nowMs) + accessAfterShowMs;

/** A token that ends at `endMs`, rounded down to the second. */
export const renewBookingAccess = (key: Uint8Array, bookingId: string, endMs: number): string => {
  const end = Buffer.alloc(endBytes);
  end.writeUIntBE(Math.floor(endMs / 1_000), 0, endBytes);
  return Buffer.concat([end, renewedMacOf(key, bookingId, end)]).toString('base64url');
};

/** Whether the token opens this booking under any of the keys at `nowMs`; takes equally long for every wrong one. */
export const provesBooking = (
  keys: readonly Uint8Array[],
  { bookingId, endsAt }: { readonly bookingId: string; readonly endsAt: string },
  token: string,
  nowMs: number,
): boolean => {
  const bytes = Buffer.from(token, 'base64url');
  if (firstPattern.test(token)) {
    const isOpen = nowMs < Date.parse(endsAt) + accessAfterShowMs;
    return keys.some((key) => timingSafeEqual(bytes, macOf(key, bookingId))) && isOpen;
  }
  if (!renewedPattern.test(token)) return false;
  const [end, mac] = [bytes.subarray(0, endBytes), bytes.subarray(endBytes)];
  const isOpen = nowMs < end.readUIntBE(0, endBytes) * 1_000;
  return keys.some((key) => timingSafeEqual(mac, renewedMacOf(key, bookingId, end))) && isOpen;
};
