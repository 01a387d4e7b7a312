/**
 * Pictures of every page, at phone and desk size, of a program that runs: `npm run screenshots -- [base URL] [folder]`. Those of the
 * staff are made with tokens as `npm run token` prints them; DATA_DIR or MARQUEE_SECRET names a server that is not here.
 */
import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { openBrowser, sizes } from '../tests/support/browser.ts';
import { guestWalk } from './screenshots/guestWalk.ts';
import { staffWalk } from './screenshots/staffWalk.ts';

const [url = 'http://127.0.0.1:3000', folder = 'screenshots'] = process.argv.slice(2);
/** Long enough for pictures and fonts; nothing else on a page moves. */
const settledMs = 600;

const looks = [
  { name: 'light', locale: 'en-GB', colorScheme: 'light' },
  { name: 'dark', locale: 'de-DE', colorScheme: 'dark' },
  { name: 'arabic', locale: 'ar-EG', colorScheme: 'light' },
  { name: 'hindi', locale: 'hi-IN', colorScheme: 'light' },
] as const;

const tokenCommand = path.resolve(import.meta.dirname, '../src/cli/token.ts');
const tokenOf = (role: string): string =>
  execFileSync(process.execPath, [tokenCommand, '--role', role], { encoding: 'utf8' }).trim();
const tokens = { admin: tokenOf('admin'), gate: tokenOf('gate') };

await mkdir(folder, { recursive: true });
const browser = await openBrowser();
for (const { name: look, ...options } of looks) {
  for (const [size, frame] of Object.entries(sizes)) {
    const context = await browser.newContext({
      ...{ baseURL: url, timezoneId: 'Europe/Berlin', ...options, ...frame },
    });
    const page = await context.newPage();
    const shoot = async (name: string, fullPage = false): Promise<void> => {
      await page.waitForTimeout(settledMs);
      await page.screenshot({ path: path.join(folder, `${name}-${look}-${size}.png`), fullPage });
    };
    const showtimeId = await guestWalk(page, shoot);
    await staffWalk(page, (name) => shoot(name, true), { ...tokens, showtimeId });
    await context.close();
  }
}
await browser.close();
console.log(`pictures are in ${folder}`);
