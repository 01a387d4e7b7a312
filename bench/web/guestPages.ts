/** What each page of the shop loads, and what axe finds on it. */
import type { Browser } from 'playwright-core';
import { axeFaults, sizes } from '../../tests/support/browser.ts';

export interface Visited {
  /** Of scripts as they came over the wire, compressed. */
  readonly scriptBytes: number;
  readonly axeFaults: readonly string[];
}

/** Pages that read a live stream never are without a request. */
const settledMs = 1_500;

export const visit = async (browser: Browser, url: string): Promise<Visited> => {
  const context = await browser.newContext({ ...sizes.phone, locale: 'en-GB' });
  const page = await context.newPage();
  const loads: Promise<number>[] = [];
  page.on('requestfinished', (request) => {
    if (request.resourceType() === 'script')
      loads.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
  });
  try {
    await page.goto(url);
    await page.locator('main h1, main h2, canvas').first().waitFor();
    await page.waitForTimeout(settledMs);
    const faults = await axeFaults(page);
    const sizesOfScripts = await Promise.all(loads);
    return { scriptBytes: sizesOfScripts.reduce((sum, bytes) => sum + bytes, 0), axeFaults: faults };
  } finally {
    await context.close();
  }
};
