import type { Sheet } from './Sheet.ts';
import { type Box, roundedBox } from './shapes.ts';
import { ink, label, shade } from './style.ts';
import type { SeatText } from './ticketText.ts';

const columnsMax = 5;
/** More would not be legible; the last cell then counts the rest. */
const cellsMax = 20;
const gap = 8;
const cellWidthMax = 107;
const cellHeightMax = 82;
const threeLinesMin = 36;

const drawTall = (sheet: Sheet, seat: SeatText, { x, y, width, height }: Box): void => {
  const line = { x: x + 3, width: width - 6, align: 'center', color: ink } as const;
  const big = Math.min(34, height * 0.44);
  const small = height > 60 ? 8 : 6.5;
  const gapAbove = (height - small * 2.4 - big * 1.05) / 2;
  const row = seat.row === '' ? 'SEAT' : `ROW ${seat.row}`;
  sheet.text({ ...line, text: row, y: y + gapAbove, weight: 'bold', sizes: [small, 6, 5], spacing: 0.6 });
  sheet.text({
    ...line,
    text: seat.number,
    y: y + gapAbove + small * 1.05,
    weight: 'bold',
    sizes: [big, big * 0.8, big * 0.6, big * 0.4],
  });
  const kind = [seat.ticketType, seat.type].filter((text) => text !== '').join(' · ');
  const kindY = y + gapAbove + small * 1.1 + big * 1.1;
  sheet.text({
    ...line,
    text: kind,
    y: kindY,
    weight: 'regular',
    sizes: [small, small * 0.85, 5],
    color: shade,
  });
};

const drawLow = (sheet: Sheet, text: string, { x, y, width, height }: Box): void => {
  const size = Math.min(13, height * 0.6);
  sheet.text({
    text,
    x: x + 3,
    y: y + (height - size * 1.18) / 2,
    width: width - 6,
    align: 'center',
    weight: 'bold',
    sizes: [size, size * 0.8, 5],
    color: ink,
  });
};

export const layOutSeats = (sheet: Sheet, seats: readonly SeatText[], area: Box): void => {
  sheet.text({ ...label, text: seats.length === 1 ? 'SEAT' : 'SEATS', x: area.x, y: area.y, width: 100 });
  const top = area.y + 12;
  const cells = Math.min(seats.length, cellsMax);
  if (cells === 0) return;
  const rows = Math.ceil(cells / columnsMax);
  const columns = Math.ceil(cells / rows);
  const width = Math.min(cellWidthMax, (area.width - gap * (columns - 1)) / columns);
  const height = Math.min(cellHeightMax, (area.y + area.height - top - gap * (rows - 1)) / rows);
  for (const [index, seat] of seats.slice(0, cells).entries()) {
    const x = area.x + (index % columns) * (width + gap);
    const y = top + Math.floor(index / columns) * (height + gap);
    const box = { x, y, width, height };
    sheet.path({ d: roundedBox(box, 5), stroke: ink, strokeWidth: 0.9 });
    const left = seats.length - index;
    if (index === cellsMax - 1 && left > 1) drawLow(sheet, `+ ${left}`, box);
    else if (height < threeLinesMin) drawLow(sheet, `${seat.row} ${seat.number}`, box);
    else drawTall(sheet, seat, box);
  }
};
