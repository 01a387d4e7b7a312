/**
 * Who a guest is: whoever gives the same e-mail address is the same customer, and nobody who reads the log can tell the
 * address. No address is kept in here.
 */

import { stringify } from 'uuid';
import type { CustomerState } from '../../domain/customer/customerDecider.ts';
import type { Folded } from '../engine/CommandRunner.ts';
import { asciiEmail } from './emailAddress.ts';

/** A keyed hash, at least 16 bytes, with a key that never leaves the servers. */
export type KeyedHash = (text: string) => Uint8Array;

const idBytes = 16;
/** How often one person may come back after having been erased. */
const livesMax = 100;

/** Trimmed, in lower case, one Unicode form. Dots and tags stay: what they mean is the mail server's to say. */
export const normalisedEmail = (email: string): string =>
  asciiEmail(email.trim().toLowerCase().normalize('NFC'));

/**
 * A version 8 UUID, the same on every node for the same address. `life` counts from 1: a person who was erased and
 * buys again is a new customer, whom nobody without the hash's key can connect with the one before.
 */
export const guestCustomerId = (hash: KeyedHash, email: string, life = 1): string => {
  const text = JSON.stringify(['guest', normalisedEmail(email), ...(life === 1 ? [] : [life])]);
  const bytes = Buffer.from(hash(text).subarray(0, idBytes));
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return stringify(bytes);
};

/**
 * By what a signed-in customer's address is found again. A guest has none: it would connect their lives.
 */
export const emailHash = (hash: KeyedHash, email: string): string =>
  Buffer.from(hash(JSON.stringify(['email', normalisedEmail(email)]))).toString('base64url');

export interface GuestDeps {
  readonly hash: KeyedHash;
  readonly customers: { read(id: string): Promise<Folded<CustomerState>> };
}

/**
 * The customer that a guest with this address is now: the first life that was not erased. After a hundred of them it
 * stays with the last, who is refused as erased. Throws EventStoreUnavailable.
 */
export const currentGuestId = async ({ hash, customers }: GuestDeps, email: string): Promise<string> => {
  for (let life = 1; life < livesMax; life += 1) {
    const customerId = guestCustomerId(hash, email, life);
    if ((await customers.read(customerId)).state.status === 'present') return customerId;
  }
  return guestCustomerId(hash, email, livesMax);
};
