/** Business dates in several zones, at midnight, at the edge of the business day and when clocks change. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { businessDateOf, isTimeZone, localStart } from '../../../src/domain/kernel/businessDate.ts';

describe('businessDateOf', () => {
  it.each([
    ['an evening show', '2026-11-20T19:00:00.000Z', 'Europe/Paris', '2026-11-20'],
    ['01:00 belongs to the evening before', '2026-11-21T00:00:00.000Z', 'Europe/Paris', '2026-11-20'],
    ['05:59 still does', '2026-11-21T04:59:00.000Z', 'Europe/Paris', '2026-11-20'],
    ['06:00 begins the day', '2026-11-21T05:00:00.000Z', 'Europe/Paris', '2026-11-21'],
    ['the evening before New Year', '2027-01-01T05:30:00.000Z', 'America/New_York', '2026-12-31'],
    ['a zone ahead of UTC', '2026-11-20T12:00:00.000Z', 'Pacific/Auckland', '2026-11-20'],
    ['early morning there', '2026-11-20T14:00:00.000Z', 'Pacific/Auckland', '2026-11-20'],
    ['summer time begins: 03:00 after 01:59', '2026-03-29T01:00:00.000Z', 'Europe/Paris', '2026-03-28'],
    ['06:00 on a day of 23 hours', '2026-03-29T04:00:00.000Z', 'Europe/Paris', '2026-03-29'],
    ['05:59 on that day', '2026-03-29T03:59:00.000Z', 'Europe/Paris', '2026-03-28'],
    ['the second 02:30 of a day of 25 hours', '2026-10-25T01:30:00.000Z', 'Europe/Paris', '2026-10-24'],
    ['06:00 on that day', '2026-10-25T05:00:00.000Z', 'Europe/Paris', '2026-10-25'],
    ['a zone that skips midnight', '2026-09-06T04:10:00.000Z', 'America/Santiago', '2026-09-05'],
  ])('%s', (_, instant, timeZone, date) => {
    expect(businessDateOf(instant, timeZone)).toBe(date);
  });

  it('is today or yesterday of the local calendar, by the hour', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2035, 0, 1) }),
        fc.constantFrom('Europe/Paris', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kolkata'),
        (ms, timeZone) => {
          const instant = new Date(ms).toISOString();
          const { date, hour } = localStart(instant, timeZone);
          const yesterday = new Date(Date.parse(date) - 86_400_000).toISOString().slice(0, 10);
          expect(businessDateOf(instant, timeZone)).toBe(hour < 6 ? yesterday : date);
          // Node's own calendar as the second opinion.
          const wall = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(ms);
          expect(date).toBe(wall);
        },
      ),
    );
  });

  it('throws for what is no instant or no zone', () => {
    expect(() => businessDateOf('tomorrow', 'UTC')).toThrow(RangeError);
    expect(() => businessDateOf('2026-11-20T19:00:00.000Z', 'Mars/Olympus')).toThrow(RangeError);
  });
});

describe('localStart', () => {
  it('shows the wall clock and the day of the week', () => {
    expect(localStart('2026-11-20T18:15:00.000Z', 'Asia/Kathmandu')).toEqual({
      date: '2026-11-21',
      weekday: 6,
      hour: 0,
      minute: 0,
    });
  });
});

describe('isTimeZone', () => {
  it('knows IANA zones and nothing else', () => {
    for (const zone of ['Europe/Paris', 'America/Argentina/Buenos_Aires', 'UTC'])
      expect(isTimeZone(zone)).toBe(true);
    for (const zone of ['Mars/Olympus', '', '+02:00', 'local', 'system', `A${'a'.repeat(100)}`])
      expect(isTimeZone(zone)).toBe(false);
  });
});
