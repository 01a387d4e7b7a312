/** One ticket is drawn for nobody; whatever comes of it, the program goes on. */
import { expect, it } from 'vitest';
import { warmTickets } from '../../../src/composition/engine/warmTickets.ts';
import { TicketRendererBusy } from '../../../src/ports/TicketRenderer.ts';

const warmedBy = async (render: () => Promise<Uint8Array>, isStopping = false) => {
  const drawn: string[] = [];
  const told: string[] = [];
  await warmTickets(
    {
      render: (_ticket, as) => {
        drawn.push(as);
        return render();
      },
    },
    { warn: (_fields, message) => void told.push(message) },
    () => isStopping,
  );
  return { drawn, told };
};

it('draws the slowest kind once', async () => {
  expect(await warmedBy(async () => new Uint8Array())).toEqual({ drawn: ['image/png'], told: [] });
});

it('tells that tickets cannot be drawn, unless customers came first or the program stops', async () => {
  const broken = () => Promise.reject(new Error('no fonts'));
  expect((await warmedBy(broken)).told).toHaveLength(1);
  expect((await warmedBy(broken, true)).told).toEqual([]);
  expect((await warmedBy(() => Promise.reject(new TicketRendererBusy('busy')))).told).toEqual([]);
});
