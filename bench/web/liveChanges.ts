/** How soon pages show seats that another customer has just taken, while many others read the same stream. */
import { get, type IncomingMessage } from 'node:http';
import type { Browser, Page } from 'playwright-core';
import { z } from 'zod';
import { sizes } from '../../tests/support/browser.ts';
import { ascending } from '../figures.ts';

export const readers = 197;
export const pagesOpen = 3;
const changes = 20;
const betweenChangesMs = 250;
const seenWithinMs = 5_000;

const openReader = (url: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    get(url, { agent: false }, (answer) => {
      answer.on('error', () => undefined).resume();
      if (answer.statusCode === 200) resolve(answer);
      else reject(new Error(`a live map was answered ${answer.statusCode}`));
    }).once('error', reject);
  });

/** Stamps each change of the first row, which stands in the document, when it is drawn. */
const openPage = async (browser: Browser, url: string): Promise<Page> => {
  const context = await browser.newContext({ ...sizes.phone, locale: 'en-GB' });
  const page = await context.newPage();
  await page.goto(url);
  await page.getByRole('grid').getByText(/Free$/).first().waitFor({ state: 'attached' });
  await page.evaluate(`{
    window.seenAt = {};
    const row = document.querySelector('[role=grid]');
    const look = () => {
      const now = Date.now();
      for (const cell of row.querySelectorAll('[role=gridcell]'))
        if (cell.textContent.endsWith('Taken')) seenAt[cell.id] ??= now;
    };
    new MutationObserver(() => requestAnimationFrame(look)).observe(row, { subtree: true, childList: true, characterData: true });
  }`);
  return page;
};

/** From the answer to a hold, which is after its commit, to the drawn change; milliseconds over all pages, sorted. */
export const watchChanges = async (
  browser: Browser,
  {
    origin,
    showtimeId,
    seatIds,
  }: { readonly origin: string; readonly showtimeId: string; readonly seatIds: readonly string[] },
): Promise<readonly number[]> => {
  const streams = await Promise.all(
    Array.from({ length: readers }, () => openReader(`${origin}/v1/showtimes/${showtimeId}/seats/stream`)),
  );
  const pages: Page[] = [];
  try {
    for (let page = 0; page < pagesOpen; page += 1)
      pages.push(await openPage(browser, `${origin}/shows/${showtimeId}`));
    const heldAtMs: number[] = [];
    for (const seatId of seatIds.slice(0, changes)) {
      const answer = await fetch(`${origin}/v1/showtimes/${showtimeId}/holds`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ seatIds: [seatId] }),
      });
      if (answer.status !== 201) throw new Error(`a hold was answered ${answer.status}`);
      heldAtMs.push(Date.now());
      await new Promise((resolve) => setTimeout(resolve, betweenChangesMs));
    }
    const delays: number[] = [];
    for (const page of pages) {
      await page.waitForFunction(`Object.keys(seenAt).length === ${changes}`, undefined, {
        timeout: seenWithinMs,
      });
      const seenAt = z.record(z.string(), z.number()).parse(await page.evaluate('seenAt'));
      heldAtMs.forEach((atMs, place) => void delays.push((seenAt[`seat-${place}`] ?? Number.NaN) - atMs));
    }
    return ascending(delays);
  } finally {
    for (const page of pages) await page.context().close();
    for (const stream of streams) stream.destroy();
  }
};
