/** The plan of a hall: nearest seats, ways of the keyboard, and what a point of the map hits. */
import { expect, it } from 'vitest';
import { seatAt, wholeHall, within, zoom } from '../../web/src/shared/seats/draw/Camera.ts';
import { neighbour } from '../../web/src/shared/seats/keyboard/neighbour.ts';
import { nearestEqual } from '../../web/src/shared/seats/plan/nearestEqual.ts';
import { planOf, unitOf } from '../../web/src/shared/seats/plan/SeatPlan.ts';

const row = (id: string, y: number, xs: readonly number[], type: 'regular' | 'couple' = 'regular') => ({
  id,
  label: id,
  seats: xs.map((x, index) => ({
    id: `${id}${index + 1}`,
    number: index + 1,
    label: `${index + 1}`,
    ...{ x, y, type },
    ...(type === 'couple' ? { unitId: `${id}-${Math.floor(index / 2)}` } : {}),
  })),
});
const plan = planOf({
  hallId: '00000000-0000-8000-8000-000000000001',
  version: 1,
  rows: [row('A', 2, [0, 1, 3, 4]), row('B', 3, [0, 1, 2, 3, 4]), row('C', 5, [0, 1, 3, 4], 'couple')],
  focalPoint: { x: 2, y: 3 },
  screen: { x: 2, y: 0, width: 5 },
});
const seat = (id: string) => {
  const found = plan.byId.get(id);
  if (found === undefined) throw new Error(`no seat ${id}`);
  return found;
};
const frame = { width: 390, height: 500 };

it('hits the seat that is drawn at a point, at any zoom, and nothing in an aisle', () => {
  for (const camera of [
    wholeHall(plan, frame),
    within(zoom(wholeHall(plan, frame), 2, 100, 300), plan, frame),
  ]) {
    for (const each of plan.seats) {
      const [x, y] = [camera.x + (each.x + 0.5) * camera.scale, camera.y + (each.y + 0.5) * camera.scale];
      expect(seatAt(camera, plan, x, y)?.id).toBe(each.id);
    }
    const aisle = camera.x + 2.5 * camera.scale;
    expect(seatAt(camera, plan, aisle, camera.y + 2.5 * camera.scale)).toBeUndefined();
  }
});

it('shows the whole hall within the frame', () => {
  const { scale, x, y } = wholeHall(plan, frame);
  for (const each of plan.seats) {
    expect(x + each.x * scale).toBeGreaterThanOrEqual(0);
    expect(x + (each.x + 1) * scale).toBeLessThanOrEqual(frame.width);
    expect(y + (each.y + 1) * scale).toBeLessThanOrEqual(frame.height);
  }
});

it('finds the nearest free seat of the same kind, and couples whole', () => {
  const isFree = ({ id }: { readonly id: string }) => !['A1', 'A2', 'C1', 'C2'].includes(id);
  expect(nearestEqual(plan, ['A1'], isFree)).toEqual(['B1']);
  expect(nearestEqual(plan, ['C1', 'C2'], isFree)).toEqual(['C3', 'C4']);
  expect(nearestEqual(plan, ['A1'], () => false)).toBeUndefined();
  expect(unitOf(plan, seat('C3')).map(({ id }) => id)).toEqual(['C3', 'C4']);
});

it('moves along the row, and to the nearest seat of the next one', () => {
  const to = (id: string, key: string) => neighbour(plan, seat(id), key)?.id;
  expect(
    ['ArrowRight', 'ArrowLeft', 'ArrowDown', 'End', 'PageDown', 'x'].map((key) => to('A2', key)),
  ).toEqual([...['A3', 'A1', 'B2', 'A4', 'C2', undefined]]);
  expect(to('A1', 'ArrowLeft')).toBe('A1');
  expect(to('B5', 'ArrowUp')).toBe('A4');
});
