import { expect, it } from 'vitest';
import { minuteMs, spanOf } from '../../web/src/features/programme/day/Slot.ts';
import {
  axisOf,
  hoursOf,
  msAt,
  placeOf,
  pxOf,
  restingPx,
  snapped,
  widthOf,
} from '../../web/src/features/programme/timeline/Axis.ts';

const axis = axisOf('2026-12-01', 'Europe/Berlin');
const at = (time: string): number => Date.parse(`2026-12-${time}:00.000Z`);

it('runs from six in the morning to six of the next, on the theater’s clock', () => {
  expect([axis.fromMs, axis.toMs]).toEqual([at('01T05:00'), at('02T05:00')]);
  expect(hoursOf(axis).length).toBe(24);
  expect(widthOf(axis)).toBe(24 * 60 * 1.6);
  expect(widthOf(axisOf('2026-10-24', 'Europe/Berlin'))).toBe(25 * 60 * 1.6);
});

it('finds times for pixels in steps of five minutes, and never outside the day', () => {
  expect(msAt(axis, pxOf(axis, at('01T19:02')))).toBe(at('01T19:00'));
  expect(msAt(axis, pxOf(axis, at('01T19:03')))).toBe(at('01T19:05'));
  expect(msAt(axis, -500)).toBe(axis.fromMs);
  expect(snapped(axis, axis.toMs + minuteMs)).toBe(axis.toMs - 5 * minuteMs);
});

it('places a show with the cleaning after it', () => {
  const span = spanOf('h', at('01T06:00'), { runtimeMinutes: 100, cleaningMinutes: 20 });
  expect(placeOf(axis, span)).toEqual({ '--at': '96px', '--show': '160px', '--cleaning': '32px' });
});

it('is scrolled to half an hour before the first show, or to ten in the morning', () => {
  const spans = ['01T22:00', '01T20:00'].map((time) =>
    spanOf('h', at(time), { runtimeMinutes: 100, cleaningMinutes: 20 }),
  );
  expect(restingPx(axis, spans)).toBe(pxOf(axis, at('01T19:30')));
  expect(restingPx(axis, [])).toBe(pxOf(axis, at('01T09:00')));
});
