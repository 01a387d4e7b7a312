/** Getting back into a booking with a code from its mail: what is answered, what the log holds, how access ends. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codeOf } from '../../../src/commands/recovery/recoveryCodes.ts';
import { minutes } from '../../support/showtimes.ts';
import { recoveryKey } from '../support/boxOffice.ts';
import { type Cinema, call, openCinema } from '../support/cinema.ts';
import { freshKey, person, sell } from '../support/sales.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

let target: TestApp;
let cinema: Cinema;
let sold: Awaited<ReturnType<typeof sell>>;

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

  it('sends one code for a repeat under the same key, and five an hour', async () => {
    const key = freshKey();
    expect([await recover(asked(), key), await recover(asked(), key)]).toEqual([taken, taken]);
    expect(issued()).toHaveLength(1);
    for (let more = 0; more < 6; more += 1) expect(await recover(asked(), freshKey())).toEqual(taken);
    expect(issued()).toHaveLength(5);
    target.clock.advance(minutes(61));
    await recover();
    expect(issued()).toHaveLength(6);
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
