import type { z } from 'zod';
import { drawingOf, type Hall, type HallDrawing } from '../../domain/hall/hallDecider.ts';
import { labelOf, rowLabelOf, type Seat } from '../../domain/seating/seat.ts';
import type { hallShown, layoutShown } from './schemas.ts';

type LayoutShown = z.output<typeof layoutShown>;

const screenOf = (seats: readonly Seat[]): LayoutShown['screen'] => {
  let left = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  for (const { x } of seats) {
    left = Math.min(left, x);
    right = Math.max(right, x);
  }
  return { x: (left + right) / 2, y: 0, width: right - left };
};

export const layoutView = (hallId: string, version: number, layout: HallDrawing): LayoutShown => {
  const rows: LayoutShown['rows'] = [];
  for (const drawn of layout.seats) {
    const { row, rowLabel: _label, ...seat } = drawn;
    const shown = { ...seat, label: labelOf(drawn) };
    const last = rows.at(-1);
    if (last?.id === row) last.seats.push(shown);
    else rows.push({ id: row, label: rowLabelOf(drawn), seats: [shown] });
  }
  return { hallId, version, rows, focalPoint: { ...layout.focalPoint }, screen: screenOf(layout.seats) };
};

export const hallView = (hall: Hall): z.output<typeof hallShown> => ({
  id: hall.hallId,
  theaterId: hall.theaterId,
  version: hall.version,
  name: hall.details.name,
  loneSeatRule: hall.details.loneSeatRule,
  cleaningMinutes: hall.details.cleaningMinutes,
  layoutVersion: hall.layouts.length,
  seatCount: drawingOf(hall, hall.layouts.length)?.seats.length ?? 0,
});
