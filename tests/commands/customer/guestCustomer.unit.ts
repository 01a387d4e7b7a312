/** The same address is the same customer, on any node; nothing shows the address. */
import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  currentGuestId,
  guestCustomerId,
  normalisedEmail,
} from '../../../src/commands/customer/guestCustomer.ts';
import { positionStart } from '../../../src/ports/EventStore.ts';

const hashWith = (key: string) => (text: string) => createHmac('sha256', key).update(text).digest();
const hash = hashWith('a key of the server');

describe('a guest’s customer id', () => {
  it('is a version 8 UUID that depends on address and key only', () => {
    const id = guestCustomerId(hash, 'zoe@example.org');
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(guestCustomerId(hash, 'zoe@example.org')).toBe(id);
    expect(guestCustomerId(hashWith('another key'), 'zoe@example.org')).not.toBe(id);
    expect(guestCustomerId(hash, 'zoë@example.org')).not.toBe(id);
    expect(guestCustomerId(hash, 'zoe@example.org', 2)).not.toBe(id);
  });

  it.each([
    [' Zoe@Example.ORG\n', 'zoe@example.org'],
    // One letter with its mark, and letter and mark apart.
    ['zo\u00eb@example.org', 'zoe\u0308@example.org'],
    ['ZO\u00cb@example.org', 'zo\u00eb@example.org'],
  ])('is the same for %j and %j', (one, other) => {
    expect(normalisedEmail(one)).toBe(normalisedEmail(other));
    expect(guestCustomerId(hash, one)).toBe(guestCustomerId(hash, other));
  });

  it.each(['z.oe@example.org', 'zoe+cinema@example.org', 'zoe@example.com'])(
    'takes %s for somebody else',
    (other) => {
      expect(guestCustomerId(hash, other)).not.toBe(guestCustomerId(hash, 'zoe@example.org'));
    },
  );
});

describe('a guest who comes back', () => {
  const withErased = (erased: readonly string[]) => ({
    hash,
    idsOf: (guestId: string) => [`account of ${guestId}`, guestId],
    customers: {
      read: async (id: string) => ({
        state: { status: erased.includes(id) ? ('erased' as const) : ('present' as const) },
        revision: -1,
        position: positionStart,
      }),
    },
  });
  const email = 'zoe@example.org';
  const life = (number: number) => guestCustomerId(hash, email, number);

  it('is who they were', async () => {
    expect(await currentGuestId(withErased([]), email)).toBe(life(1));
  });

  it('is somebody new after every erasure', async () => {
    expect(await currentGuestId(withErased([life(1)]), email)).toBe(life(2));
    expect(await currentGuestId(withErased([life(1), life(2)]), ` ${email.toUpperCase()}`)).toBe(life(3));
  });

  it('is somebody new after the account was erased that the address signs in to', async () => {
    expect(await currentGuestId(withErased([`account of ${life(1)}`]), email)).toBe(life(2));
  });

  it('stays with the last life there is, however often it was erased', async () => {
    const all = Array.from({ length: 100 }, (_, place) => life(place + 1));
    expect(await currentGuestId(withErased(all), email)).toBe(life(100));
  });
});
