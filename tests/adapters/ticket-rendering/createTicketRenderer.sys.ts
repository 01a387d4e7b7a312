/** The thread behind the renderer: it keeps this one free, bounds what waits, and outlives a ticket that fails. */
import { afterEach, expect, it } from 'vitest';
import { createTicketRenderer } from '../../../src/adapters/ticket-rendering/createTicketRenderer.ts';
import { type TicketRenderer, TicketRendererBusy } from '../../../src/ports/TicketRenderer.ts';
import { soldTicket } from '../../domain/ticket/tickets.ts';
import { scanPng } from './scan.ts';

const open: TicketRenderer[] = [];
const renderer = (): TicketRenderer => {
  const opened = createTicketRenderer();
  open.push(opened);
  return opened;
};
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

it('draws many at once, each its own', async () => {
  const { render } = renderer();
  const codes = ['one', 'two', 'three', 'four'];
  const pictures = await Promise.all(codes.map((code) => render(soldTicket(code), 'image/png')));
  expect(pictures.map(scanPng)).toEqual(codes);
});

it('goes on after a ticket that cannot be drawn', async () => {
  const { render } = renderer();
  await expect(render(soldTicket('x'.repeat(5_000)), 'image/png')).rejects.toThrow(/too big/i);
  expect(scanPng(await render(soldTicket('fine'), 'image/png'))).toBe('fine');
});

it('gives up a drawing that takes too long, and draws what waited behind it', async () => {
  const hangsAtSvg = `import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ({ id, as }) => {
      while (as === 'image/svg+xml') id;
      parentPort.postMessage({ id, bytes: new Uint8Array([id]) });
    });`;
  const thread = new URL(`data:text/javascript,${encodeURIComponent(hangsAtSvg)}`);
  const opened = createTicketRenderer(500, thread);
  open.push(opened);
  const settled = await Promise.allSettled(
    (['image/png', 'image/svg+xml', 'image/png'] as const).map((as) => opened.render(soldTicket('code'), as)),
  );
  expect(settled).toEqual([
    { status: 'fulfilled', value: new Uint8Array([1]) },
    { status: 'rejected', reason: new Error('a ticket was not drawn within 500 ms') },
    { status: 'fulfilled', value: new Uint8Array([3]) },
  ]);
});

it('turns away what would wait too long, and draws the rest', async () => {
  const { render } = renderer();
  const all = Array.from({ length: 65 }, () => render(soldTicket('code'), 'image/svg+xml'));
  const settled = await Promise.allSettled(all);
  const failures = settled.map((each) => (each.status === 'rejected' ? each.reason : undefined));
  expect(failures.slice(0, 64)).toEqual(Array(64).fill(undefined));
  expect(failures.at(-1)).toBeInstanceOf(TicketRendererBusy);
});

it('gives up what waits when it is closed, and takes nothing more', async () => {
  const { render, close } = renderer();
  const waiting = render(soldTicket('code'), 'image/png');
  await Promise.all([expect(waiting).rejects.toThrow(/closed/), close()]);
  await expect(render(soldTicket('code'), 'image/png')).rejects.toThrow(/closed/);
  await close();
});
