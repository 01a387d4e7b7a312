/** A guest chooses seats on the map, the grid and the list; two guests want one seat. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFaults, browserIsHere, openBrowser, openVisitor, sizes } from '../../support/browser.ts';
import { eventually } from '../../support/eventually.ts';
import { cleanUp, dataFolder, makeToken, type Program, startProgram } from '../../support/program.ts';
import { call, expectStatus } from '../support/api.ts';
import { type Cinema, openCinema } from '../support/cinema.ts';

describe.runIf(browserIsHere())('choosing seats', () => {
  let program: Program;
  let cinema: Cinema;
  let browser: Browser;
  beforeAll(async () => {
    const dataDir = await dataFolder();
    program = await startProgram({ dataDir });
    cinema = await openCinema(program.url, await makeToken(dataDir, 'admin'));
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await cleanUp();
  });

  const letters = async (): Promise<string> => {
    const path = `/v1/showtimes/${cinema.showtimeId}/seats?view=compact`;
    return String(expectStatus(await call(program.url, 'GET', path), 200).body.status);
  };
  const letterOf = async (seatId: string): Promise<string | undefined> =>
    (await letters())[cinema.seatIds.indexOf(seatId)];
  const untilLetter = (seatId: string, letter: string) =>
    eventually(async () => expect(await letterOf(seatId)).toBe(letter), 10_000);

  const grid = (page: Page) => page.getByRole('grid');
  const yours = (page: Page) => page.getByRole('region', { name: 'Your seats' });
  const open = async (options = {}) => {
    const visitor = await openVisitor(browser, program.url, options);
    await visitor.page.goto(`/shows/${cinema.showtimeId}`);
    // The grid is drawn before the map says which seats are free.
    await grid(visitor.page).getByText(/Free$/).first().waitFor({ state: 'attached' });
    return visitor;
  };
  const openRow = async (page: Page, row: string): Promise<void> => {
    await page.getByText('Choose from a list instead').click();
    await page.getByRole('combobox', { name: /^Row/ }).selectOption(row);
  };

  it('holds the first tap at once, shows price and time, and gives it back when the page is left', async () => {
    const { page, complaints } = await open();
    await openRow(page, 'B');
    await page.getByRole('button', { name: /^Row B, seat 3, Regular, £12.50, Free$/ }).click();
    await yours(page).getByRole('button', { name: 'Remove Row B, seat 3' }).waitFor();
    await page.getByRole('timer').waitFor();
    await untilLetter('B3', 'H');
    await page.getByRole('status').getByText('Held for you: B3. Total £12.50.').waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('link', { name: 'Marquee' }).click();
    await untilLetter('B3', 'A');
    expect(complaints).toEqual([]);
  });

  it('takes a tap on the map', async () => {
    const { page } = await open(sizes.desk);
    const map = page.locator('[data-seat-map]');
    const box = await map.boundingBox();
    if (box === null) throw new Error('the map has no place');
    await map.click({ position: { x: box.width / 2, y: box.height * 0.6 } });
    await yours(page)
      .getByRole('button', { name: /^Remove Row [A-J]/ })
      .waitFor();
    await eventually(async () => expect(await letters()).toContain('H'), 10_000);
    await page.goto('about:blank');
    await eventually(async () => expect(await letters()).not.toContain('H'), 15_000);
  });

  it('goes with the keyboard alone', async () => {
    const { page, complaints } = await open(sizes.desk);
    await grid(page).focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight', 'Enter', 'ArrowRight', 'Enter']) {
      await page.keyboard.press(key);
    }
    await page.getByRole('status').getByText('Held for you: C2 and C3. Total £25.').waitFor();
    await page.keyboard.press(' ');
    await page.getByRole('status').getByText('Held for you: C2. Total £12.50.').waitFor();
    await untilLetter('C3', 'A');
    await page.goto('/');
    await untilLetter('C2', 'A');
    expect(complaints).toEqual([]);
  });

  it('shows others at once what is taken, and offers the nearest seat for one that is lost', async () => {
    const [first, second] = [await open(), await open()];
    await openRow(first.page, 'D');
    await openRow(second.page, 'D');
    await first.page.getByRole('button', { name: /^Row D, seat 5,/ }).click();
    const taken = second.page.getByRole('button', { name: /^Row D, seat 5,.*Taken$/ });
    await taken.waitFor();
    expect(await taken.isDisabled()).toBe(true);

    const race = { body: { seatIds: ['D7'] } };
    await second.page.route('**/holds', async (route) => {
      await call(program.url, 'POST', `/v1/showtimes/${cinema.showtimeId}/holds`, race);
      await route.continue();
    });
    await second.page.getByRole('button', { name: /^Row D, seat 7,/ }).click();
    await yours(second.page).getByText('Just taken by somebody else: D7.').waitFor();
    await second.page.unroute('**/holds');
    await yours(second.page)
      .getByRole('button', { name: /^Take [A-J]\d+ instead$/ })
      .click();
    await second.page.getByRole('timer').waitFor();
    expect(second.complaints).toEqual([]);
  });

  it('finds the best seats by number', async () => {
    const { page } = await open();
    await page.getByLabel('How many').selectOption('3');
    await page.getByRole('button', { name: 'Find the best seats' }).click();
    await page
      .getByRole('status')
      .getByText(/Held for you: .* Total £37.50\./)
      .waitFor();
  });

  it('is read by one tab for all', async () => {
    const { page } = await open();
    let streams = 0;
    page.context().on('request', (request) => {
      if (request.url().endsWith('/seats/stream')) streams += 1;
    });
    const other = await page.context().newPage();
    await other.goto(`/shows/${cinema.showtimeId}`);
    await openRow(other, 'E');
    await other.getByRole('button', { name: /^Row E, seat 2,.*Free$/ }).waitFor();
    expect(streams).toBe(0);
  });
});
