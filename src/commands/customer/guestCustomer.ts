import type { CustomerState } from '../../domain/customer/customerDecider.ts';
import type { Folded } from '../engine/CommandRunner.ts';
import { uuidOfHash } from '../engine/uuidBytes.ts';
import { asciiEmail } from './emailAddress.ts';

export type KeyedHash = (text: string) => Uint8Array;

const livesMax = 100;

/** Trimmed, lower case, NFC. Dots and tags are kept, because their meaning depends on the mail server. */
export const normalisedEmail = (email: string): string =>
  asciiEmail(email.trim().toLowerCase().normalize('NFC'));

/** A version 8 UUID, the same on every node. `life` counts from 1: a person who buys after an erasure gets a new id. */
export const guestCustomerId = (hash: KeyedHash, email: string, life = 1): string => {
  const text = JSON.stringify(['guest', normalisedEmail(email), ...(life === 1 ? [] : [life])]);
  return uuidOfHash(hash(text));
};

/** Of a person who gives no name at the counter: a customer of this one hold. */
export const walkInId = (hash: KeyedHash, holdId: string): string =>
  uuidOfHash(hash(JSON.stringify(['walk-in', holdId])));

/** Finds a signed-in customer by address. Bookings of guests lack it, because it would connect their ids. */
export const emailHash = (hash: KeyedHash, email: string): string =>
  Buffer.from(hash(JSON.stringify(['email', normalisedEmail(email)]))).toString('base64url');

export interface GuestDeps {
  readonly hash: KeyedHash;
  readonly customers: { read(id: string): Promise<Folded<CustomerState>> };
  /** Under which a guest buys once signed in, and the guest's own. */
  idsOf(guestId: string): readonly string[];
}

/** Whether a customer was erased under any of the ids. Throws EventStoreUnavailable. */
export const isErasedUnder = async (
  { customers }: Pick<GuestDeps, 'customers'>,
  ids: readonly string[],
): Promise<boolean> => {
  const found = await Promise.all(ids.map((id) => customers.read(id)));
  return found.some(({ state }) => state.status === 'erased');
};

/** The first id that was not erased, or the last of a hundred. Throws EventStoreUnavailable. */
export const currentGuestId = async (deps: GuestDeps, email: string): Promise<string> => {
  const { hash, idsOf } = deps;
  for (let life = 1; life < livesMax; life += 1) {
    const customerId = guestCustomerId(hash, email, life);
    if (!(await isErasedUnder(deps, idsOf(customerId)))) return customerId;
  }
  return guestCustomerId(hash, email, livesMax);
};
