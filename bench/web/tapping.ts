/** Seats that are tapped: how soon one's own is held on the screen, and how soon the page has drawn what follows a touch. */
import type { Browser, Page } from 'playwright-core';
import { z } from 'zod';
import { sizes } from '../../tests/support/browser.ts';
import { ascending } from '../figures.ts';

const taps = 40;
const rowsTapped = 8;
const slowdown = 4;
const touches = 30;
const settledMs = 1_500;
const msList = z.array(z.number());

const openMap = async (browser: Browser, url: string): Promise<Page> => {
  const context = await browser.newContext({ ...sizes.phone, locale: 'en-GB' });
  const page = await context.newPage();
  await page.goto(url);
  await page.getByRole('grid').getByText(/Free$/).first().waitFor({ state: 'attached' });
  await page.waitForTimeout(settledMs);
  return page;
};

/** From the touch of a seat to the words that it is held; milliseconds, sorted. Each seat is given back afterwards. */
export const tapSeats = async (browser: Browser, url: string): Promise<readonly number[]> => {
  const page = await openMap(browser, url);
  try {
    await page.getByText('Choose from a list instead').click();
    await page.evaluate(`{
      window.heldAfterMs = [];
      let touchedAt;
      addEventListener('pointerdown', ({ timeStamp }) => { touchedAt = timeStamp; }, { capture: true });
      const status = document.querySelector('[role=status]');
      new MutationObserver(() => {
        if (touchedAt === undefined || !status.textContent.startsWith('Held for you')) return;
        const from = touchedAt;
        touchedAt = undefined;
        requestAnimationFrame(() => heldAfterMs.push(performance.now() - from));
      }).observe(status, { childList: true, characterData: true, subtree: true });
    }`);
    const rows = page.getByRole('combobox', { name: /^Row/ });
    const options = await rows.locator('option').all();
    const names = await Promise.all(options.map((option) => option.getAttribute('value')));
    const rowNames = names.filter((name) => name !== null && name !== '');
    for (let tap = 0; tap < taps; tap += 1) {
      await rows.selectOption(rowNames[tap % rowsTapped] ?? '');
      const seat = page.getByRole('button', { name: /^Row .*Free$/ }).nth(tap);
      await seat.tap();
      const remove = page.getByRole('button', { name: /^Remove Row/ });
      await page
        .getByRole('status')
        .getByText(/^Held for you/)
        .waitFor();
      await remove.tap();
      await remove.waitFor({ state: 'detached' });
    }
    return ascending(msList.parse(await page.evaluate('heldAfterMs')));
  } finally {
    await page.context().close();
  }
};

/** Event durations of touches on the map as the browser reports them, slowed down; milliseconds, sorted. */
export const touchMap = async (browser: Browser, url: string): Promise<readonly number[]> => {
  const page = await openMap(browser, url);
  try {
    await page.evaluate(`{
      window.interactions = new Map();
      new PerformanceObserver((list) => {
        for (const { interactionId, duration } of list.getEntries()) {
          if (interactionId > 0) interactions.set(interactionId, Math.max(duration, interactions.get(interactionId) ?? 0));
        }
      }).observe({ type: 'event', durationThreshold: 16, buffered: false });
    }`);
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    const box = await page.locator('[data-seat-map]').boundingBox();
    if (box === null) throw new Error('the seat map has no place');
    for (let touch = 0; touch < touches; touch += 1) {
      const x = box.x + box.width * (0.2 + 0.6 * ((touch * 7) % 10) * 0.1);
      const y = box.y + box.height * (0.3 + 0.4 * ((touch * 3) % 10) * 0.1);
      await page.touchscreen.tap(x, y);
      await page.waitForTimeout(200);
    }
    const found = msList.parse(await page.evaluate('[...interactions.values()]'));
    if (found.length === 0) throw new Error('the browser reported no interaction');
    return ascending(found);
  } finally {
    await page.context().close();
  }
};
