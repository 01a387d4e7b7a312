/** Sends requests in the names of many guests, each behind what the program takes for a proxy. */
import { randomUUID } from 'node:crypto';
import { issueGuestSession } from '../../src/api/http/guestSession.ts';
import type { Callers } from './job.ts';

const addressOf = (nth: number): string => `10.${(nth >> 16) & 255}.${(nth >> 8) & 255}.${nth & 255}`;

/** Adds the headers of the next caller to a request. */
export const asCallers = ({ count, sessionKey }: Callers): ((request: string) => string) => {
  const key = Buffer.from(sessionKey, 'base64');
  const issuedAtSeconds = Math.floor(Date.now() / 1_000);
  const headers = Array.from({ length: count }, (_, nth) => {
    const id = randomUUID().replaceAll('-', '');
    const session = issueGuestSession(key, { id, issuedAtSeconds });
    return `guest-session: ${session}\r\nx-forwarded-for: ${addressOf(nth)}\r\n`;
  });
  let sent = 0;
  return (request) => {
    sent += 1;
    const headersAt = request.indexOf('\r\n') + 2;
    return request.slice(0, headersAt) + headers[sent % count] + request.slice(headersAt);
  };
};
