/** A guest looks for a film: near a place, by its page, by its theater. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFaults, browserIsHere, openBrowser, openVisitor, sizes } from '../../support/browser.ts';
import { eventually } from '../../support/eventually.ts';
import { cleanUp, dataFolder, makeToken, type Program, startProgram } from '../../support/program.ts';
import { openCinema } from '../support/cinema.ts';

describe.runIf(browserIsHere())('browsing', () => {
  let program: Program;
  let browser: Browser;
  beforeAll(async () => {
    const dataDir = await dataFolder();
    program = await startProgram({ dataDir });
    await openCinema(program.url, await makeToken(dataDir, 'admin'));
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await cleanUp();
  });

  it('goes from tonight to the film, its theater, and back', async () => {
    const { page, complaints } = await openVisitor(browser, program.url);
    await page.goto('/');
    const film = page.getByRole('heading', { level: 2 }).getByRole('link');
    const title = await film.textContent();
    await film.click();
    await page.waitForURL('**/films/*');
    await page.getByRole('heading', { level: 1, name: title ?? '' }).waitFor();
    await eventually(async () => expect(await page.title()).toBe(`${title} · Marquee`));
    const theater = page.locator('a[href^="/theaters/"]').first();
    const name = await theater.textContent();
    await theater.click();
    await page.waitForURL('**/theaters/*');
    await page.getByRole('heading', { level: 1, name: name ?? '' }).waitFor();
    await page.getByRole('link', { name: title ?? '' }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: title ?? '' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('says that there is no such page, and leads home', async () => {
    const { page, complaints } = await openVisitor(browser, program.url);
    expect((await page.goto('/films'))?.status()).toBe(404);
    await page.getByRole('heading', { level: 1, name: 'There is no such page' }).waitFor();
    await page.getByRole('link', { name: 'To tonight’s films' }).click();
    await page.waitForURL(`${program.url}/`);
    expect(complaints).toEqual([]);
  });

  it.each(Object.entries(sizes))(
    'has nothing that axe finds, on a %s, light and dark',
    async (_size, options) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const { page } = await openVisitor(browser, program.url, { ...options, colorScheme });
        await page.goto('/');
        const film = page.getByRole('heading', { level: 2 }).getByRole('link');
        await film.waitFor();
        expect(await axeFaults(page)).toEqual([]);
        await film.click();
        await page.locator('a[href^="/shows/"]').first().waitFor();
        expect(await axeFaults(page)).toEqual([]);
        await page.locator('a[href^="/theaters/"]').first().click();
        await page.waitForURL('**/theaters/*');
        await page.locator('a[href^="/shows/"]').first().waitFor();
        expect(await axeFaults(page)).toEqual([]);
        await page.context().close();
      }
    },
  );
});
