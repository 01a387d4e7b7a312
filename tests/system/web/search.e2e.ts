/** A guest searches by words and filters; one waits in a line and is let in. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFaults, browserIsHere, openBrowser, openVisitor } from '../../support/browser.ts';
import { cleanUp, dataFolder, makeToken, type Program, startProgram } from '../../support/program.ts';
import { call, expectStatus, text } from '../support/api.ts';
import { type Cinema, openCinema } from '../support/cinema.ts';

describe.runIf(browserIsHere())('search and waiting room', () => {
  let program: Program;
  let cinema: Cinema;
  let admin: string;
  let browser: Browser;
  beforeAll(async () => {
    const dataDir = await dataFolder();
    program = await startProgram({ dataDir });
    admin = await makeToken(dataDir, 'admin');
    cinema = await openCinema(program.url, admin);
    const other = { title: 'Mon oncle', runtimeMinutes: 116, genres: ['Comedy', 'Satire'] };
    expectStatus(await call(program.url, 'POST', '/v1/movies', { token: admin, body: other }), 201);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await cleanUp();
  });

  it('finds films in spite of a typo, keeps the search in the address, and says when there is nothing', async () => {
    const { page, complaints } = await openVisitor(browser, program.url);
    await page.goto('/search');
    await page.getByRole('link', { name: /Playtime/ }).waitFor();
    await page.getByRole('combobox', { name: 'Film or cinema' }).fill('plytime');
    await page.waitForURL('**/search?q=plytime');
    await page.getByRole('link', { name: /Playtime/ }).waitFor();
    await page.getByRole('link', { name: /Mon oncle/ }).waitFor({ state: 'detached' });
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('link', { name: /Playtime/ }).click();
    await page.waitForURL('**/films/*');
    await page.goBack();
    await page.getByRole('link', { name: /Playtime/ }).waitFor();
    await page.goto('/search?q=zzzzzz');
    await page.getByText(/^Nothing found/).waitFor();
    expect(complaints).toEqual([]);
  });

  it('leads from a queued show to its waiting room, and back with a turn', async () => {
    const nowMs = Date.now();
    const body = {
      showtimeIds: [cinema.showtimeId],
      entryOpensAt: new Date(nowMs).toISOString(),
      saleStartsAt: new Date(nowMs + 3_000).toISOString(),
    };
    const queue = expectStatus(
      await call(program.url, 'POST', '/v1/queues', { token: admin, body }),
      201,
    ).body;
    const { page, complaints } = await openVisitor(browser, program.url);
    await page.goto(`/shows/${cinema.showtimeId}`);
    await page.getByRole('button', { name: 'Find the best seats' }).click();
    await page.getByRole('link', { name: 'To the waiting room' }).click();
    await page.waitForURL(`**/waiting/${text(queue.id)}?show=${cinema.showtimeId}`);
    await page.getByRole('button', { name: 'Take a place' }).click();
    await page.getByRole('heading', { name: 'It is your turn' }).waitFor({ timeout: 60_000 });
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('link', { name: 'Choose seats' }).click();
    await page.getByRole('button', { name: 'Find the best seats' }).click();
    await page.getByRole('timer').waitFor();
    expect(complaints).toEqual([]);
  });
});
