import { expect, it } from 'vitest';
import { calendarFile } from '../../web/src/features/bookings/calendarFile.ts';

it('writes an entry as RFC 5545 wants it: escaped, in UTC, no line above 75 octets', () => {
  const file = calendarFile({
    id: '019de44b-5bc0-7d82-8190-0109d5bd6805',
    title: 'Sex, Lies; and Videotape \\ Größenwahn in einer sehr langen Fassung für den Kalender',
    place: 'Arcadia, London',
    note: 'One, A1',
    startsAt: '2026-12-01T19:30:00.000Z',
    endsAt: '2026-12-01T21:30:00.000Z',
    nowMs: Date.parse('2026-11-29T10:00:00.000Z'),
  });
  const lines = file.split('\r\n');
  for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  expect(file.replaceAll('\r\n ', '').split('\r\n')).toEqual([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Marquee//Tickets//EN',
    'BEGIN:VEVENT',
    'UID:019de44b-5bc0-7d82-8190-0109d5bd6805',
    'DTSTAMP:20261129T100000Z',
    'DTSTART:20261201T193000Z',
    'DTEND:20261201T213000Z',
    'SUMMARY:Sex\\, Lies\\; and Videotape \\\\ Größenwahn in einer sehr langen Fassung für den Kalender',
    'LOCATION:Arcadia\\, London',
    'DESCRIPTION:One\\, A1',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ]);
});
