/** Pictures of every page for guests, at phone and desk size, of a program that runs: `npm run screenshots -- [base URL] [folder]`. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { openBrowser, sizes } from '../tests/support/browser.ts';

const [url = 'http://127.0.0.1:3000', folder = 'screenshots'] = process.argv.slice(2);
/** Long enough for pictures and fonts; nothing else on a page moves. */
const settledMs = 600;

const looks = [
  { name: 'light', locale: 'en-GB', colorScheme: 'light' },
  { name: 'dark', locale: 'de-DE', colorScheme: 'dark' },
  { name: 'arabic', locale: 'ar-EG', colorScheme: 'light' },
] as const;

/** As a guest goes: each step ends on a page that is worth a picture. */
const walk = async (page: Page, shoot: (name: string) => Promise<void>): Promise<void> => {
  await page.goto('/');
  await page.locator('a[href^="/shows/"]').first().waitFor();
  await shoot('tonight');
  await page.locator('h2 a[href^="/films/"]').first().click();
  await page.locator('a[href^="/shows/"]').first().waitFor();
  await shoot('film');
  await page.locator('a[href^="/theaters/"]').first().click();
  await page.locator('h2 a[href^="/films/"]').first().waitFor();
  await shoot('theater');
  await page.locator('a[href^="/shows/"]').last().click();
  await page.locator('form button').first().waitFor();
  await shoot('seats');
  await page.locator('form button').first().click();
  await page.getByRole('timer').waitFor();
  await shoot('chosen');
  await page.locator('section > div button').last().click();
  await page.locator('input[name=name]').fill('Ada Lovelace');
  await page.locator('input[name=email]').fill('ada@example.org');
  await shoot('checkout');
  await page.locator('form button').click();
  await page.locator('article img').waitFor();
  await shoot('booking');
  await page.goto('/bookings');
  await shoot('bookings');
  await page.goto('/search?q=the');
  await page.locator('li a[href^="/films/"]').first().waitFor();
  await shoot('search');
  await page.goto('/desk');
  await shoot('staff');
};

await mkdir(folder, { recursive: true });
const browser = await openBrowser();
for (const { name: look, ...options } of looks) {
  for (const [size, frame] of Object.entries(sizes)) {
    const context = await browser.newContext({
      ...{ baseURL: url, timezoneId: 'Europe/Berlin', ...options, ...frame },
    });
    const page = await context.newPage();
    await walk(page, async (name) => {
      await page.waitForTimeout(settledMs);
      await page.screenshot({ path: path.join(folder, `${name}-${look}-${size}.png`) });
    });
    await context.close();
  }
}
await browser.close();
console.log(`pictures are in ${folder}`);
