/** A5 portrait: the part to keep above the tear line, the part for the door below. Black on white for any printer. */
import { seatName } from '../../domain/seating/seatName.ts';
import type { Drawing } from './Drawing.ts';
import type { FontStack } from './FontStack.ts';
import { layOutSeats } from './layOutSeats.ts';
import { layOutStub } from './layOutStub.ts';
import { createSheet, type Sheet } from './Sheet.ts';
import { bulbs, cardOutline, headBand, lineBetween } from './shapes.ts';
import { cleanText } from './shapeText.ts';
import { ink, label, shade } from './style.ts';
import type { TicketText } from './ticketText.ts';

const page = { width: 420, height: 595 } as const;
const card = { x: 22, y: 22, width: 376, height: 551 } as const;
const cornerRadius = 14;
const biteRadius = 9;
const tearY = 369;

const inner = { x: 42, width: 336 } as const;
const head = { ...card, height: 54 } as const;
const titleArea = { y: 84, height: 92 } as const;
const whenY = 186;
const seatsY = 246;

const admits = (count: number): string => (count === 1 ? 'ADMIT ONE' : `ADMIT ${count}`);

const drawHead = (sheet: Sheet, { theaterName, seats }: TicketText): void => {
  sheet.path({ d: headBand(head, cornerRadius), fill: ink });
  const [left, right] = [head.x + cornerRadius, head.x + head.width - cornerRadius];
  for (const y of [head.y + 8, head.y + head.height - 8]) {
    sheet.path({ d: bulbs(left, right, y, 36, 1.7), fill: '#fff' });
  }
  const middle = head.y + head.height / 2;
  const name = {
    text: theaterName,
    weight: 'bold',
    sizes: [15, 13, 11],
    linesMax: 2,
    height: 28,
    color: '#fff',
    x: inner.x,
    width: 236,
  } as const;
  sheet.text({ ...name, y: middle - sheet.heightOf({ ...name, y: 0 }) / 2 });
  const admit = { text: admits(seats.length), weight: 'bold', sizes: [10.5], color: '#fff' } as const;
  sheet.text({ ...admit, x: inner.x + 240, y: middle - 6.2, width: 96, align: 'right', spacing: 1.4 });
};

const drawTitle = (sheet: Sheet, { movieTitle, rating, format, language }: TicketText): void => {
  const { x, width } = inner;
  const title = {
    text: movieTitle,
    weight: 'bold',
    sizes: [36, 32, 28, 24, 21, 18, 15],
    linesMax: 4,
    height: titleArea.height - 20,
    color: ink,
  } as const;
  const facts = [rating, format, language].filter((fact) => fact !== undefined && fact !== '').join('  ·  ');
  const meta = { text: facts, weight: 'regular', sizes: [11.5, 10, 9], color: shade } as const;
  const titleHeight = sheet.heightOf({ ...title, x, y: 0, width });
  const y = titleArea.y + Math.max(0, (titleArea.height - titleHeight - 18) / 2);
  sheet.text({ ...title, x, y, width });
  sheet.text({ ...meta, x, y: y + titleHeight + 4, width });
};

const drawWhen = (sheet: Sheet, { dateText, startsAtLocal, hallName }: TicketText): void => {
  sheet.path({ d: lineBetween(inner.x, inner.x + inner.width, whenY), stroke: ink, strokeWidth: 0.8 });
  const columns = [
    { name: 'DATE', text: dateText, x: inner.x, width: 146 },
    { name: 'TIME', text: startsAtLocal, x: inner.x + 160, width: 66 },
    { name: 'SCREEN', text: hallName, x: inner.x + 240, width: 96 },
  ];
  for (const { name, text, x, width } of columns) {
    sheet.text({ ...label, text: name, x, y: whenY + 9, width });
    const sizes = [18, 16, 14, 12, 10] as const;
    sheet.text({ text, weight: 'bold', sizes, color: ink, x, y: whenY + 21, width, linesMax: 2, height: 25 });
  }
  sheet.path({ d: lineBetween(inner.x, inner.x + inner.width, whenY + 51), stroke: ink, strokeWidth: 0.8 });
};

const describe = (ticket: TicketText): string => {
  const { reference, theaterName, hallName, dateText, startsAtLocal, seats } = ticket;
  const places = seats.map(({ row, number }) => seatName(row, number)).join(', ');
  return `${theaterName}, ${hallName}, ${dateText}, ${startsAtLocal}. Seats ${places}. Reference ${reference}.`;
};

export const layOutTicket = (ticket: TicketText, fonts: FontStack): Drawing => {
  const sheet = createSheet(fonts);
  drawHead(sheet, ticket);
  drawTitle(sheet, ticket);
  drawWhen(sheet, ticket);
  layOutSeats(sheet, ticket.seats, {
    x: inner.x,
    y: seatsY,
    width: inner.width,
    height: tearY - seatsY - 12,
  });
  layOutStub(sheet, ticket, { x: card.x, y: tearY, width: card.width, height: card.y + card.height - tearY });
  const tear = lineBetween(card.x + biteRadius + 5, card.x + card.width - biteRadius - 5, tearY);
  sheet.path({ d: tear, stroke: ink, strokeWidth: 0.9, dash: 4 });
  sheet.path({ d: cardOutline(card, cornerRadius, tearY, biteRadius), stroke: ink, strokeWidth: 1.2 });
  const title = cleanText(`${ticket.movieTitle}: ticket ${ticket.reference}`);
  return { ...page, title, description: cleanText(describe(ticket)), marks: sheet.marks };
};
