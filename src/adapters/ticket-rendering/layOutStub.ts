import { seatName } from '../../domain/seating/seatName.ts';
import { qrPath } from './qrPath.ts';
import type { Sheet } from './Sheet.ts';
import type { Box } from './shapes.ts';
import { ink, label, shade } from './style.ts';
import type { TicketText } from './ticketText.ts';

const qrSide = 190;

const hint = 'Show this code at the door. It lets everyone on this ticket in, once.';

export const layOutStub = (sheet: Sheet, ticket: TicketText, area: Box): void => {
  const top = area.y + (area.height - qrSide) / 2 + 1;
  sheet.path({ d: qrPath(ticket.code, area.x + 7, top, qrSide), fill: ink });
  const x = area.x + qrSide + 10;
  const width = area.x + area.width - 18 - x;
  const { reference, movieTitle, dateText, startsAtLocal, hallName, seats, customerName, total } = ticket;
  const places = seats.map(({ row, number }) => seatName(row, number)).join(', ');
  const bold = { weight: 'bold', color: ink } as const;
  const plain = { weight: 'regular', x, width, color: ink } as const;

  let y = top + 8;
  y += sheet.text({ ...label, text: 'REFERENCE', x, y, width }) + 1;
  y += sheet.text({ ...bold, text: reference, sizes: [20, 18, 16, 13, 10], x, y, width }) + 6;
  y += sheet.text({ ...bold, text: movieTitle, sizes: [9.5, 8.5], linesMax: 2, x, y, width });
  y += sheet.text({ ...plain, text: `${dateText}, ${startsAtLocal}`, y, sizes: [9.5, 8.5, 7.5] });
  y += sheet.text({ ...plain, text: hallName, y, sizes: [9.5, 8.5] });
  y += sheet.text({ ...plain, text: places, y, sizes: [9.5, 8.5, 7], linesMax: 2 }) + 7;

  const fields = [
    { name: 'PAID', text: total, at: x, room: 62 },
    { name: 'NAME', text: customerName ?? '', at: x + 70, room: width - 70 },
  ];
  for (const { name, text, at, room } of fields) {
    if (text === '') continue;
    const below = y + sheet.text({ ...label, text: name, x: at, y, width: room }) + 1;
    sheet.text({ ...bold, text, sizes: [9.5, 8.5, 7.5], linesMax: 2, x: at, y: below, width: room });
  }
  const note = { ...plain, text: hint, sizes: [7.2], linesMax: 2, color: shade } as const;
  sheet.text({ ...note, y: top + qrSide - 8 - sheet.heightOf({ ...note, y: 0 }) });
};
