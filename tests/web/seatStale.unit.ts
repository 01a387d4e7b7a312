/** Which seats of the map are painted again after a change, and which part of the map. */
import { expect, it } from 'vitest';
import { createStale } from '../../web/src/shared/seats/draw/createStale.ts';
import type { Look } from '../../web/src/shared/seats/draw/Look.ts';
import { meets, regionOf } from '../../web/src/shared/seats/draw/Region.ts';
import { planOf, type Seat } from '../../web/src/shared/seats/plan/SeatPlan.ts';

const seatAt = (x: number, unitId?: string) => ({
  ...{ id: `A${x + 1}`, number: x + 1, label: String(x + 1), x, y: 0, type: 'regular' as const },
  ...(unitId === undefined ? {} : { unitId }),
});
const plan = planOf({
  hallId: '00000000-0000-8000-8000-000000000001',
  version: 1,
  rows: [{ id: 'A', label: 'A', seats: [seatAt(0), seatAt(1, 'u1'), seatAt(2, 'u1'), seatAt(3)] }],
  focalPoint: { x: 2, y: 0 },
  screen: { x: 2, y: -1, width: 3 },
});
const seat = (place: number): Seat => {
  const found = plan.seats[place];
  if (found === undefined) throw new Error(`no seat ${place}`);
  return found;
};
const shown = (looks: readonly Look[], active?: Seat, screenLabel = 'Screen') => ({
  lookOf: ({ index }: Seat): Look => looks[index] ?? 'unknown',
  active,
  screenLabel,
});
const free: readonly Look[] = ['free', 'free', 'free', 'free'];
const idsOf = (taken: ReadonlySet<Seat> | 'all') =>
  taken === 'all' ? taken : [...taken].map(({ id }) => id);

it('paints all at first, then seats whose look has changed and where the keyboard was and is', () => {
  const stale = createStale(plan);
  stale.show(shown(free));
  expect(idsOf(stale.take())).toBe('all');
  stale.show(shown(free));
  expect(idsOf(stale.take())).toEqual([]);
  stale.show(shown(['free', 'taken', 'free', 'free'], seat(0)));
  expect(idsOf(stale.take())).toEqual(['A2', 'A1']);
  stale.show(shown(['free', 'taken', 'free', 'free'], seat(3)));
  expect(idsOf(stale.take())).toEqual(['A1', 'A4']);
});

it('paints all in another language or other colours', () => {
  const stale = createStale(plan);
  stale.show(shown(free));
  stale.take();
  stale.show(shown(free, undefined, 'Leinwand'));
  expect(idsOf(stale.take())).toBe('all');
  stale.addAll();
  expect(idsOf(stale.take())).toBe('all');
});

it('paints a seat with room for the cursor around it, and for the bridge of a couple', () => {
  const region = regionOf(seat(1), 10);
  expect(region).toEqual({ left: 6, top: -4, right: 27, bottom: 14 });
  expect(meets(region, { left: 27, top: 0, right: 50, bottom: 30 })).toBe(false);
  expect(meets(region, { left: 26.5, top: 13, right: 50, bottom: 30 })).toBe(true);
});
