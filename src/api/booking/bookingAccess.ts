/**
 * The access token of a booking: the capability of whoever made it. An HMAC over its id, so it needs no storage and is
 * given again to a repeat of the request. It must never reach a log line, an event or a URL.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

const tokenPattern = /^[A-Za-z0-9_-]{43}$/;

const macOf = (key: Uint8Array, bookingId: string): Buffer =>
  createHmac('sha256', key).update('booking').update(bookingId).digest();

export const issueBookingAccess = (key: Uint8Array, bookingId: string): string =>
  macOf(key, bookingId).toString('base64url');

/** Whether the token is that of this booking under any of the keys; takes equally long for every wrong one. */
export const provesBooking = (keys: readonly Uint8Array[], bookingId: string, token: string): boolean =>
  tokenPattern.test(token) &&
  keys.some((key) => timingSafeEqual(Buffer.from(token, 'base64url'), macOf(key, bookingId)));
