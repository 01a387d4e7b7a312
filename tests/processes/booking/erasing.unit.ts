/** A customer who is erased while they pay: no reserved money is forgotten, whatever dies in between. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type BoxOffice,
  type Customer,
  type OfficeNode,
  openForAda,
  rest,
  settle,
} from '../../support/boxOffice.ts';
import { guest } from '../../support/nodes.ts';
import { minutes, uuid } from '../../support/showtimes.ts';
import { toldTo } from '../../support/told.ts';

let office: BoxOffice;
let node: OfficeNode;
let ada: Customer;
const customerId = uuid(0x3001);
const toAda = toldTo(1, 'A1', 'B1');

beforeEach(async () => {
  ({ office, node, ada } = await openForAda(['A1', 'B1']));
});
afterEach(() => node.close());

const erase = async (): Promise<void> => {
  const command = { type: 'EraseCustomer', customerId, by: 'customer', known: true } as const;
  await node.commands.customers.execute(customerId, command, guest);
  await office.keys.destroy(customerId);
};
const typesIn = () =>
  office
    .eventsOf(`booking-${ada.bookingId}`)
    .map(({ type }) => type)
    .filter((type) => type !== 'HoldKept' && type !== 'PaymentTakenUp');
const kinds = () => office.bank.entries().map(({ kind, outcome }) => `${kind} ${outcome}`);

describe('a customer who is erased while a slow card is authorized', () => {
  it('has the authorization voided, and another payment may be tried', async () => {
    expect(await ada.pay('tok_slow', 'k1')).toEqual(toAda.pending('tok_slow'));
    await erase();
    await rest(office, node);
    expect(kinds()).toEqual(['authorize done', 'void done']);
    expect(typesIn()).toEqual([
      'BookingInitiated',
      'PaymentAttempted',
      'PaymentAuthorized',
      'PaymentAbandoned',
      'AuthorizationVoided',
    ]);
    expect(await ada.pay('tok_slow', 'k1')).toEqual(
      toAda.failed('tok_slow', 'customer-erased', { replayed: true }),
    );
    expect(office.bookingIn(ada.bookingId)?.status).toBe('initiated');
  });

  it('has it voided by another node when the first one dies', async () => {
    await ada.pay('tok_slow', 'k1');
    await erase();
    await node.kill();
    node = await office.openNode();
    await settle(office, node);
    expect(kinds()).toEqual(['authorize done', 'void done']);
    expect(office.bank.forgotten()).toEqual([]);
  });

  it('has it voided also when the kept token is destroyed before anybody asks again', async () => {
    await ada.pay('tok_slow', 'k1');
    const kept = office.bookingIn(ada.bookingId)?.attempts[0]?.kept;
    await node.kill();
    await office.keys.destroyBrief(kept ?? { customerId: '', box: '' });
    node = await office.openNode();
    await erase();
    await settle(office, node);
    expect(kinds()).toEqual(['authorize done', 'void done']);
  });

  it('has the card declined when nothing had reached the gateway and the token is gone', async () => {
    let away = true;
    ({ office, node, ada } = await openForAda(['A1'], { line: () => (away ? 'lost-before' : 'up') }));
    await ada.pay('tok_ok', 'k1');
    const kept = office.bookingIn(ada.bookingId)?.attempts[0]?.kept;
    await node.kill();
    await office.keys.destroyBrief(kept ?? { customerId: '', box: '' });
    away = false;
    node = await office.openNode();
    await erase();
    await settle(office, node);
    expect(kinds()).toEqual([]);
    expect(office.bookingIn(ada.bookingId)?.attempts).toEqual([
      toAda.attempt('tok_ok', { result: 'declined', code: 'customer-erased' }),
    ]);
  });
});

describe('the key of a payment token', () => {
  it('is destroyed once the gateway has answered', async () => {
    await ada.pay('tok_ok', 'k1');
    await office.time.pass(minutes(1));
    const kept = office.bookingIn(ada.bookingId)?.attempts[0]?.kept ?? { customerId: '', box: '' };
    expect(await office.keys.openBrief(kept)).toBeUndefined();
  });
});

describe('a payment token that cannot be opened here although nobody was erased', () => {
  it('ends nothing: the attempt goes on when the keys are there again', async () => {
    let away = true;
    ({ office, node, ada } = await openForAda(['A1'], { line: () => (away ? 'lost-before' : 'up') }));
    await ada.pay('tok_ok', 'k1');
    await node.kill();
    away = false;
    const { keys } = office;
    const { open, openBrief } = keys;
    Object.assign(keys, { open: async () => undefined, openBrief: async () => undefined });
    node = await office.openNode();
    await rest(office, node);
    expect(kinds()).toEqual([]);
    expect(typesIn()).toEqual(['BookingInitiated', 'PaymentAttempted']);
    Object.assign(keys, { open, openBrief });
    await settle(office, node);
    expect(typesIn()).toEqual([
      'BookingInitiated',
      'PaymentAttempted',
      'PaymentAuthorized',
      'SeatsSecured',
      'PaymentCaptured',
      'BookingConfirmed',
    ]);
  });
});
