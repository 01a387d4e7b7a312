/** Halls and layouts as the API shows them, and drawings as the domain takes them. */
import type { z } from 'zod';
import { type Hall, type HallLayout, layoutOf } from '../../domain/hall/hallDecider.ts';
import type { Seat } from '../../domain/seating/seat.ts';
import type { Drawing, hallShown, layoutShown } from './schemas.ts';

type LayoutShown = z.output<typeof layoutShown>;

/** Row by row in the order drawn: the order of the compact seat map. */
export const seatsOf = ({ rows }: Pick<Drawing, 'rows'>): readonly Seat[] =>
  rows.flatMap((row, place) =>
    row.seats.map(({ id, number, x, y, type, ...rest }) => ({
      id: id ?? `${row.id}${number}`,
      row: row.id,
      number,
      x: x ?? number,
      y: y ?? place + 1,
      type: type ?? 'regular',
      ...rest,
    })),
  );

const screenOf = (seats: readonly Seat[]): LayoutShown['screen'] => {
  let left = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  for (const { x } of seats) {
    left = Math.min(left, x);
    right = Math.max(right, x);
  }
  return { x: (left + right) / 2, y: 0, width: right - left };
};

export const layoutView = (hallId: string, version: number, layout: HallLayout): LayoutShown => {
  const rows: LayoutShown['rows'] = [];
  for (const { row, ...seat } of layout.seats) {
    const last = rows.at(-1);
    if (last?.id === row) last.seats.push(seat);
    else rows.push({ id: row, seats: [seat] });
  }
  return { hallId, version, rows, focalPoint: { ...layout.focalPoint }, screen: screenOf(layout.seats) };
};

export const hallView = (hall: Hall): z.output<typeof hallShown> => ({
  id: hall.hallId,
  theaterId: hall.theaterId,
  name: hall.details.name,
  layoutVersion: hall.layouts.length,
  seatCount: layoutOf(hall, hall.layouts.length)?.seats.length ?? 0,
});
