/** A ticket is drawn once, for all who wait and for a while after. */
import { expect, it } from 'vitest';
import { keepDrawnTickets, type TicketSource } from '../../src/commands/ticket/drawnTickets.ts';
import type { Ticket } from '../../src/domain/ticket/Ticket.ts';
import type { TicketMediaType } from '../../src/ports/TicketRenderer.ts';

const ticket: Omit<Ticket, 'customerName'> = {
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
};

const source: TicketSource = {
  bookingId: '1',
  revisions: [7, 1, 1, 1],
  layoutVersion: 1,
  customerName: 'Ada Lovelace',
};

const counting = () => {
  const asked: string[] = [];
  let made = 0;
  let isBroken = false;
  const drawn = keepDrawnTickets({
    render: async ({ customerName = 'no name' }, as) => {
      asked.push(`${customerName} ${as}`);
      await new Promise((resolve) => setImmediate(resolve));
      if (isBroken) throw new Error('broken');
      return new Uint8Array([asked.length]);
    },
  });
  const render = (of: TicketSource, as: TicketMediaType, before?: () => Promise<void>) =>
    drawn.render(of, as, {
      before,
      ticket: async () => {
        made += 1;
        const { customerName } = of;
        return { ...ticket, ...(customerName === undefined ? {} : { customerName }) };
      },
    });
  const setBroken = (is: boolean): void => {
    isBroken = is;
  };
  return { asked, made: () => made, render, setBroken };
};

it('draws once for a hundred who ask at the same time, and keeps it', async () => {
  const { asked, made, render } = counting();
  const files = await Promise.all(
    Array.from({ length: 100 }, () => render({ ...source }, 'application/pdf')),
  );
  expect(new Set(files)).toEqual(new Set([new Uint8Array([1])]));
  expect(new Set(files).size).toBe(1);
  await render(source, 'application/pdf');
  expect([asked, made()]).toEqual([['Ada Lovelace application/pdf'], 1]);
});

it('draws again for another revision of the booking or of what it is for', async () => {
  const { made, render } = counting();
  await render(source, 'image/png');
  await render({ ...source, revisions: [8, 1, 1, 1] }, 'image/png');
  await render({ ...source, revisions: [8, 1, 2, 1] }, 'image/png');
  await render({ ...source, layoutVersion: 2 }, 'image/png');
  expect(made()).toBe(4);
  await render(source, 'image/png');
  expect(made()).toBe(4);
});

it('draws again for a person who was erased, whose name is given to no one any more', async () => {
  const { asked, render } = counting();
  await render(source, 'image/png');
  await render({ ...source, customerName: undefined }, 'image/png');
  await render(source, 'image/svg+xml');
  expect(asked).toEqual(['Ada Lovelace image/png', 'no name image/png', 'Ada Lovelace image/svg+xml']);
});

it('asks before a drawing only, and keeps no failure', async () => {
  const { asked, render, setBroken } = counting();
  let allowed = 0;
  const allow = async (): Promise<void> => {
    allowed += 1;
  };
  const refuse = () => Promise.reject(new Error('refused'));
  await expect(render(source, 'image/png', refuse)).rejects.toThrow('refused');
  setBroken(true);
  await expect(render(source, 'image/png', allow)).rejects.toThrow('broken');
  setBroken(false);
  await render(source, 'image/png', allow);
  await render(source, 'image/png', refuse);
  expect([asked.length, allowed]).toEqual([2, 2]);
});
