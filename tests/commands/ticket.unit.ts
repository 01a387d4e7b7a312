/** A ticket is drawn once, for all who wait and for a while after. */
import { expect, it } from 'vitest';
import { keepDrawnTickets } from '../../src/commands/ticket/drawnTickets.ts';
import type { Ticket } from '../../src/domain/ticket/Ticket.ts';

const ticket: Ticket = {
  reference: 'AAA-AAA-AAA',
  code: 'code',
  movieTitle: 'Metropolis',
  theaterName: 'Lantern',
  hallName: '1',
  startsAt: '2026-11-21T19:00:00.000Z',
  timeZone: 'Europe/Paris',
  format: '2D',
  language: 'de',
  seats: [{ row: 'A', number: '1', type: 'regular', ticketType: 'adult' }],
  total: { amount: 1_250, currency: 'EUR' },
  customerName: 'Ada Lovelace',
};

const counting = () => {
  const asked: string[] = [];
  let isBroken = false;
  const drawn = keepDrawnTickets({
    render: async ({ customerName = 'no name' }, as) => {
      asked.push(`${customerName} ${as}`);
      await new Promise((resolve) => setImmediate(resolve));
      if (isBroken) throw new Error('broken');
      return new Uint8Array([asked.length]);
    },
  });
  const setBroken = (is: boolean): void => {
    isBroken = is;
  };
  return { asked, drawn, setBroken };
};

it('draws once for a hundred who ask at the same time, and keeps it', async () => {
  const { asked, drawn } = counting();
  const files = await Promise.all(
    Array.from({ length: 100 }, () => drawn.render({ ...ticket }, 'application/pdf')),
  );
  expect(new Set(files)).toEqual(new Set([new Uint8Array([1])]));
  expect(new Set(files).size).toBe(1);
  await drawn.render(ticket, 'application/pdf');
  expect(asked).toEqual(['Ada Lovelace application/pdf']);
});

it('draws again what has changed: a person who was erased has no name on it any more', async () => {
  const { asked, drawn } = counting();
  const { customerName: _name, ...nameless } = ticket;
  await drawn.render(ticket, 'image/png');
  await drawn.render(nameless, 'image/png');
  await drawn.render(ticket, 'image/svg+xml');
  expect(asked).toEqual(['Ada Lovelace image/png', 'no name image/png', 'Ada Lovelace image/svg+xml']);
});

it('asks before a drawing only, and keeps no failure', async () => {
  const { asked, drawn, setBroken } = counting();
  let allowed = 0;
  const allow = async (): Promise<void> => {
    allowed += 1;
  };
  const refuse = () => Promise.reject(new Error('refused'));
  await expect(drawn.render(ticket, 'image/png', refuse)).rejects.toThrow('refused');
  setBroken(true);
  await expect(drawn.render(ticket, 'image/png', allow)).rejects.toThrow('broken');
  setBroken(false);
  await drawn.render(ticket, 'image/png', allow);
  await drawn.render(ticket, 'image/png', refuse);
  expect([asked.length, allowed]).toEqual([2, 2]);
});
