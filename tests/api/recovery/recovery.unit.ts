/** Getting back into a booking with a code from its mail: what is answered, what the log holds, how access ends. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codeOf } from '../../../src/commands/recovery/recoveryCodes.ts';
import { positionStart } from '../../../src/ports/EventStore.ts';
import { minutes } from '../../support/showtimes.ts';
import { recoveryKey } from '../support/boxOffice.ts';
import { type Cinema, call, openCinema, problemOf } from '../support/cinema.ts';
import { openingOthers } from '../support/openingOthers.ts';
import { freshKey, person, sell } from '../support/sales.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

let target: TestApp;
let cinema: Cinema;
let sold: Awaited<ReturnType<typeof sell>>;
const openOther = openingOthers();

beforeEach(async () => {
  target = await openTestApp();
  cinema = await openCinema(target);
  sold = await sell(target, cinema, ['A1', 'A2']);
});
afterEach(() => target.close());

const day = minutes(24 * 60);
const asked = () => ({ reference: sold.booking.reference, email: person.email });
const recover = async (payload: object = asked(), headers: Readonly<Record<string, string>> = {}) => {
  const answer = await call(target, { method: 'POST', url: '/v1/bookings/recover', payload, headers });
  await target.deps.recoveries.settled();
  return [answer.status, answer.text, answer.headers['marquee-position']];
};
const taken = [202, '', undefined];
const confirm = (code: string, headers: Readonly<Record<string, string>> = {}, payload: object = asked()) =>
  call<{ type?: string; bookingId: string; accessToken: string }>(target, {
    ...{ method: 'POST', url: '/v1/bookings/recover/confirm', headers },
    payload: { ...payload, code },
  });
const issued = () =>
  target.log.events
    .filter(({ type }) => type === 'RecoveryCodeIssued')
    .map(({ data }) => codeOf(recoveryKey, (data as { codeId: string }).codeId));
const wrong = (code: string): string => (code === '00000000' ? '00000001' : '00000000');
const isOpen = async (accessToken: string) =>
  (await call(target, { url: sold.url, headers: { 'booking-access': accessToken } })).status;

describe('asking for a code', () => {
  it('is answered alike, whatever there is', async () => {
    expect(await recover()).toEqual(taken);
    expect(issued()).toEqual([expect.stringMatching(/^[0-9]{8}$/)]);
    expect(await recover({ ...asked(), email: 'other@example.org' })).toEqual(taken);
    expect(await recover({ ...asked(), reference: 'K7Q-M2X-VPA' })).toEqual(taken);
    expect(issued()).toHaveLength(1);
  });

  it('takes the address and the reference as they are typed', async () => {
    const typed = sold.booking.reference.replaceAll('-', '').toLowerCase();
    expect(await recover({ reference: typed, email: ' ADA@example.org'.trim() })).toEqual(taken);
    expect(issued()).toHaveLength(1);
  });

  it('sends five codes an hour', async () => {
    for (let more = 0; more < 7; more += 1) expect(await recover()).toEqual(taken);
    expect(issued()).toHaveLength(5);
    target.clock.advance(minutes(61));
    await recover();
    expect(issued()).toHaveLength(6);
  });

  describe.each([
    ['a booking that there is', {}],
    ['one that there is not', { reference: 'K7Q-M2X-VPA' }],
  ])('under a key, for %s', (_what, more) => {
    const keyed = async (payload: object, headers: Readonly<Record<string, string>>) => {
      const answer = await call(target, { method: 'POST', url: '/v1/bookings/recover', payload, headers });
      await target.deps.recoveries.settled();
      return answer;
    };

    it('is answered again as before, says so, and sends nothing twice', async () => {
      const [key, payload] = [freshKey(), { ...asked(), ...more }];
      const first = await keyed(payload, key);
      expect([first.status, first.text, first.headers['idempotency-replayed']]).toEqual([202, '', undefined]);
      expect(first.headers['marquee-position']).toMatch(/^[0-9]{20}$/);
      const codes = issued();
      const again = await keyed(payload, key);
      expect([again.status, again.text]).toEqual([202, '']);
      expect([again.headers['idempotency-replayed'], again.headers['marquee-position']]).toEqual([
        'true',
        first.headers['marquee-position'],
      ]);
      expect(issued()).toEqual(codes);
    });

    it('is refused with another address or reference', async () => {
      const [key, payload] = [freshKey(), { ...asked(), ...more }];
      await keyed(payload, key);
      for (const other of [{ email: 'other@example.org' }, { reference: 'AAA-AAA-AAA' }]) {
        const refused = await keyed({ ...payload, ...other }, key);
        expect(problemOf(refused)).toBe('422 idempotency-key-reused');
      }
      expect((await keyed(payload, key)).status).toBe(202);
    });
  });

  it('issues the code at the repeat when the process that took the request ended before', async () => {
    const { recoveries } = target.deps;
    const { request } = recoveries;
    recoveries.request = () => undefined;
    const key = freshKey();
    await recover(asked(), key);
    expect(issued()).toEqual([]);
    recoveries.request = request;
    await recover(asked(), key);
    expect(issued()).toHaveLength(1);
  });

  it('waits until the list of bookings has a sale of a moment ago', async () => {
    const { bookingLists } = target.deps;
    const { bookings, waitFor } = bookingLists;
    let isBehind = true;
    bookingLists.bookings = async (filter, page) =>
      isBehind ? { items: [], nextCursor: null } : bookings(filter, page);
    bookingLists.waitFor = async (position, withinMs) => {
      isBehind = false;
      return waitFor(position, withinMs);
    };
    expect(await recover()).toEqual(taken);
    expect(issued()).toHaveLength(1);
  });

  it('is logged, without naming anybody, when the list of bookings stays behind', async () => {
    target.deps.bookingLists.bookings = async () => ({ items: [], nextCursor: null });
    target.deps.bookingLists.waitFor = async () => positionStart;
    expect(await recover()).toEqual(taken);
    expect(target.office.errors()).toEqual([
      [{ correlationId: expect.any(String), why: 'BookingsBehind' }, 'an access code could not be issued'],
    ]);
  });

  it('leaves no address, reference or code in the log', async () => {
    await recover();
    const [code = ''] = issued();
    await confirm(wrong(code));
    expect((await confirm(code)).status).toBe(200);
    const written = JSON.stringify(target.log.events.filter(({ stream }) => stream.startsWith('recovery-')));
    const types = ['RecoveryCodeIssued', 'RecoveryRefused', 'RecoveryConfirmed'];
    expect(types.every((type) => written.includes(type))).toBe(true);
    for (const secret of [code, sold.booking.reference, /ada@/i, 'Lovelace']) {
      expect(written).not.toMatch(secret);
      expect(target.logged.join('')).not.toMatch(secret);
    }
  });
});

describe('the code', () => {
  it('gives a token that opens the booking until 90 days after the show, the same for a repeat', async () => {
    await recover();
    const [code = ''] = issued();
    const key = freshKey();
    const first = await confirm(code, key);
    expect([first.status, first.body]).toEqual([
      200,
      { bookingId: sold.booking.bookingId, accessToken: expect.stringMatching(/^[\w-]{50}$/) },
    ]);
    target.clock.advance(minutes(1));
    const again = await confirm(code, key);
    expect([again.status, again.body]).toEqual([200, first.body]);
    const replayed = [first, again].map(({ headers }) => headers['idempotency-replayed']);
    expect(replayed).toEqual([undefined, 'true']);
    expect(first.headers['marquee-position']).toMatch(/^[0-9]{20}$/);
    expect(await isOpen(first.body.accessToken)).toBe(200);
    expect([await isOpen(sold.booking.accessToken)]).toEqual([200]);
    expect((await confirm(code, freshKey())).body.type).toMatch(/invalid-code$/);
  });

  it('is not taken under the key of another request, also of another address', async () => {
    await recover();
    const [code = ''] = issued();
    const key = freshKey();
    expect((await confirm(code, key)).status).toBe(200);
    for (const other of [{ email: 'other@example.org' }, { reference: 'AAA-AAA-AAA' }]) {
      expect(problemOf(await confirm(code, key, { ...asked(), ...other }))).toBe(
        '422 idempotency-key-reused',
      );
    }
    const afresh = freshKey();
    expect(problemOf(await confirm(code, afresh, { ...asked(), email: 'other@example.org' }))).toBe(
      '422 invalid-code',
    );
    await recover();
    // What was refused leaves its key free.
    expect((await confirm(issued().at(-1) ?? '', afresh)).status).toBe(200);
  });

  it('renews access after it has ended', async () => {
    target.clock.advance(110 * day);
    expect(await isOpen(sold.booking.accessToken)).toBe(404);
    await recover();
    const [code = ''] = issued();
    const { accessToken } = (await confirm(code)).body;
    expect(await isOpen(accessToken)).toBe(200);
    target.clock.advance(90 * day - minutes(1));
    expect(await isOpen(accessToken)).toBe(200);
    target.clock.advance(minutes(2));
    expect(await isOpen(accessToken)).toBe(404);
  });

  it('is refused when it is wrong, too late, of another address, or was tried five times', async () => {
    await recover();
    const [code = ''] = issued();
    const refused = async (...args: Parameters<typeof confirm>) => {
      const { status, body } = await confirm(...args);
      return [status, body.type];
    };
    const invalid = [422, '/problems/invalid-code'];
    expect(await refused(code, {}, { ...asked(), email: 'other@example.org' })).toEqual(invalid);
    for (let tries = 0; tries < 5; tries += 1) expect(await refused(wrong(code))).toEqual(invalid);
    expect(await refused(code)).toEqual(invalid);
    await recover();
    target.clock.advance(minutes(10));
    expect(await refused(issued().at(-1) ?? '')).toEqual(invalid);
  });

  it('that is wrong is not answered sooner for a booking that there is not', async () => {
    const codeRefusedAfterMs = 100;
    const other = await openOther({ log: target.log, deps: { codeRefusedAfterMs } });
    await recover();
    const [code = ''] = issued();
    for (const reference of [sold.booking.reference, 'K7Q-M2X-VPA']) {
      const payload = { ...asked(), reference, code: wrong(code) };
      const askedAtMs = performance.now();
      const refused = await call(other, { method: 'POST', url: '/v1/bookings/recover/confirm', payload });
      expect(problemOf(refused)).toBe('422 invalid-code');
      // A timer may end a millisecond early.
      expect(performance.now() - askedAtMs).toBeGreaterThan(codeRefusedAfterMs - 2);
    }
  });

  it('opens no other booking', async () => {
    await recover();
    const [code = ''] = issued();
    const other = await sell(target, cinema, ['B1']);
    const answer = await confirm(code, {}, { ...asked(), reference: other.booking.reference });
    expect(answer.body.type).toMatch(/invalid-code$/);
    const { accessToken } = (await confirm(code)).body;
    const opened = await call(target, { url: other.url, headers: { 'booking-access': accessToken } });
    expect(opened.status).toBe(404);
  });
});
