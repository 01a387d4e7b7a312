/** A guest buys in each language, and a page that is served from another origin shows the same. */

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFaults, browserIsHere, openBrowser, openVisitor } from '../../support/browser.ts';
import { freePort } from '../../support/freePort.ts';
import { cleanUp, dataFolder, makeToken, type Program, startProgram } from '../../support/program.ts';
import { type Cinema, openCinema } from '../support/cinema.ts';

const dist = path.resolve(import.meta.dirname, '../../../web/dist');

describe.runIf(browserIsHere())('languages and origins', () => {
  let program: Program;
  let cinema: Cinema;
  let browser: Browser;
  let otherPort: number;
  beforeAll(async () => {
    const dataDir = await dataFolder();
    otherPort = await freePort();
    program = await startProgram({ dataDir, env: { CORS_ORIGINS: `http://127.0.0.1:${otherPort}` } });
    cinema = await openCinema(program.url, await makeToken(dataDir, 'admin'));
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await cleanUp();
  });

  it.each([
    {
      ...{ locale: 'de-DE', direction: 'ltr', best: 'Die besten Plätze finden' },
      ...{ proceed: 'Weiter', name: 'Name', email: 'E-Mail' },
      ...{ pay: '25 £ bezahlen', booked: 'Gebucht' },
    },
    {
      ...{ locale: 'fr-FR', direction: 'ltr', best: 'Trouver les meilleures places' },
      ...{ proceed: 'Continuer', name: 'Nom', email: 'E-mail' },
      ...{ pay: 'Payer 25 £GB', booked: 'Réservé' },
    },
    {
      ...{ locale: 'ar-EG', direction: 'rtl', best: 'اعثر على أفضل المقاعد' },
      ...{ proceed: 'متابعة', name: 'الاسم', email: 'البريد الإلكتروني' },
      ...{ pay: /^ادفع /, booked: 'تم الحجز' },
    },
    {
      ...{ locale: 'hi-IN', direction: 'ltr', best: 'सबसे अच्छी सीटें खोजें' },
      ...{ proceed: 'आगे बढ़ें', name: 'नाम', email: 'ई-मेल' },
      ...{ pay: '£25 चुकाएँ', booked: 'बुक हो गई' },
    },
  ])('are spoken: $locale', async ({ locale, direction, ...words }) => {
    const { best, proceed, name, email, pay, booked } = words;
    const { page, complaints } = await openVisitor(browser, program.url, { locale });
    await page.goto(`/shows/${cinema.showtimeId}`);
    await page.getByRole('button', { name: best }).click();
    expect(await page.getAttribute('html', 'dir')).toBe(direction);
    expect(await page.getAttribute('html', 'lang')).toBe(locale.slice(0, 2));
    await page.getByRole('button', { name: proceed }).click();
    await page.getByLabel(name, { exact: true }).fill('Ada Lovelace');
    await page.getByLabel(email).fill('ada@example.org');
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('button', { name: pay }).click();
    await page.getByText(booked, { exact: true }).waitFor();
    expect(await axeFaults(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('draw a title within its poster where lines run to the left', async () => {
    const { page } = await openVisitor(browser, program.url, { locale: 'ar-EG' });
    await page.goto(`/films/${cinema.movieId}`);
    const [poster, title] = [page.locator('svg:has(text)'), page.locator('svg text')];
    await title.waitFor();
    const [outer, inner] = [await poster.boundingBox(), await title.boundingBox()];
    if (outer === null || inner === null) throw new Error('no poster is shown');
    expect(inner.x).toBeGreaterThan(outer.x);
    expect(inner.x + inner.width).toBeLessThan(outer.x + outer.width);
  });

  it('change at once, and stay changed', async () => {
    const { page } = await openVisitor(browser, program.url);
    await page.goto('/');
    await page.getByRole('combobox', { name: 'Language' }).selectOption('de');
    await page.getByRole('heading', { name: /^Heute Abend|^Demnächst/ }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: /^Heute Abend|^Demnächst/ }).waitFor();
  });

  it('work from another origin that CORS_ORIGINS names', async () => {
    const pages = createServer(async (request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      const isFile = pathname.startsWith('/assets/');
      const content = await readFile(path.join(dist, isFile ? pathname : 'index.html'));
      const types: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css' };
      response.setHeader(
        'content-type',
        isFile ? (types[path.extname(pathname)] ?? 'font/woff2') : 'text/html',
      );
      const origin = 'name="api-origin" content="';
      response.end(isFile ? content : content.toString().replace(`${origin}"`, `${origin}${program.url}"`));
    });
    await new Promise<void>((resolve) => pages.listen(otherPort, '127.0.0.1', resolve));
    const { port } = pages.address() as AddressInfo;
    const { page, complaints } = await openVisitor(browser, `http://127.0.0.1:${port}`);
    await page.goto(`/shows/${cinema.showtimeId}`);
    await page.getByRole('button', { name: 'Find the best seats' }).click();
    await page.getByRole('timer').waitFor();
    expect(complaints).toEqual([]);
    await page.goto('about:blank');
    pages.close();
  });
});
