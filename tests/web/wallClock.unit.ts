import { expect, it } from 'vitest';
import { instantOf, minutesOf, minutesOfTime, timeOf } from '../../web/src/shared/shows/wallClock.ts';

it.each([
  ['in winter', '2026-12-01', 19 * 60, 'Europe/London', '2026-12-01T19:00:00.000Z'],
  ['in summer', '2026-07-01', 19 * 60, 'Europe/London', '2026-07-01T18:00:00.000Z'],
  ['after midnight', '2026-12-01', 25 * 60, 'Asia/Kolkata', '2026-12-01T19:30:00.000Z'],
  ['west of Greenwich', '2026-12-01', 20 * 60, 'America/Los_Angeles', '2026-12-02T04:00:00.000Z'],
  [
    'the evening before the clocks change',
    '2026-10-24',
    20 * 60,
    'Europe/Berlin',
    '2026-10-24T18:00:00.000Z',
  ],
  ['the evening after', '2026-10-25', 20 * 60, 'Europe/Berlin', '2026-10-25T19:00:00.000Z'],
])('finds the instant of an hour on the wall, %s', (_name, date, minutes, timeZone, instant) => {
  expect(new Date(instantOf(date, minutes, timeZone)).toISOString()).toBe(instant);
  expect(minutesOf(Date.parse(instant), date, timeZone)).toBe(minutes);
});

it('reads and writes hours as the browser does', () => {
  expect(['9:05', '19:30', '25:10', 'late'].map(minutesOfTime)).toEqual([545, 1170, 1510, undefined]);
  expect([545, 1170, 1510].map(timeOf)).toEqual(['09:05', '19:30', '01:10']);
});
