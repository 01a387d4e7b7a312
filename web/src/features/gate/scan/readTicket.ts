import { compactVerify, createLocalJWKSet } from 'jose';
import type { TicketKey } from '../kit/Kit.ts';
import type { Ticket } from './Scan.ts';

const isTicket = (value: unknown): value is Ticket => {
  if (typeof value !== 'object' || value === null) return false;
  const { bookingId, reference, showtimeId, seatIds, exp } = value as Readonly<Record<string, unknown>>;
  const texts = [bookingId, reference, showtimeId, ...(Array.isArray(seatIds) ? seatIds : [undefined])];
  return texts.every((text) => typeof text === 'string') && typeof exp === 'number';
};

/** Undefined for a code that none of the keys has signed as a ticket. Throws NotSupportedError in an old browser. */
export const readTicket = async (code: string, keys: readonly TicketKey[]): Promise<Ticket | undefined> => {
  const ofTickets = keys.filter(({ use }) => use === 'sig');
  try {
    const { payload } = await compactVerify(code, createLocalJWKSet({ keys: ofTickets }), {
      algorithms: ['EdDSA'],
    });
    const claims: unknown = JSON.parse(new TextDecoder().decode(payload));
    return isTicket(claims) ? claims : undefined;
  } catch (error) {
    // A browser without Ed25519 must not call every ticket forged.
    if (error instanceof DOMException && error.name === 'NotSupportedError') throw error;
    return undefined;
  }
};
