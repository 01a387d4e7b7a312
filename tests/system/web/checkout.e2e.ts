/** A guest pays once, whatever happens on the way, and gets the ticket; cancels after seeing the quote. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFaults, browserIsHere, openBrowser, openVisitor, sizes } from '../../support/browser.ts';
import { cleanUp, dataFolder, makeToken, type Program, startProgram } from '../../support/program.ts';
import { call, expectStatus, list } from '../support/api.ts';
import { type Cinema, openCinema } from '../support/cinema.ts';

describe.runIf(browserIsHere())('checkout', () => {
  let program: Program;
  let cinema: Cinema;
  let admin: string;
  let browser: Browser;
  beforeAll(async () => {
    const dataDir = await dataFolder();
    program = await startProgram({ dataDir });
    admin = await makeToken(dataDir, 'admin');
    cinema = await openCinema(program.url, admin);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await cleanUp();
  });

  const atCheckout = async (options = {}) => {
    const visitor = await openVisitor(browser, program.url, options);
    const { page } = visitor;
    await page.goto(`/shows/${cinema.showtimeId}`);
    await page.getByRole('button', { name: 'Find the best seats' }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForURL('**/checkout/*');
    await page.getByLabel('Name').fill('Ada Lovelace');
    await page.getByLabel('E-mail').fill('ada@example.org');
    return visitor;
  };
  const pay = (page: Page) => page.getByRole('button', { name: 'Pay £25' });
  const booked = async (page: Page): Promise<string> => {
    await page.waitForURL('**/bookings/*');
    await page.getByText('Booked', { exact: true }).waitFor();
    return new URL(page.url()).pathname.slice('/bookings/'.length);
  };
  const authorizations = async (bookingId: string): Promise<number> => {
    const path = `/v1/ops/simulated-payments?bookingId=${bookingId}`;
    const { items } = expectStatus(await call(program.url, 'GET', path, { token: admin }), 200).body;
    return list(items).filter(({ kind, outcome }) => kind === 'authorize' && outcome === 'done').length;
  };

  it('pays, shows the ticket, and cancels one of two seats after the quote', async () => {
    const { page, complaints } = await atCheckout();
    expect(await axeFaults(page)).toEqual([]);
    await pay(page).click();
    const bookingId = await booked(page);
    await page.getByRole('img', { name: /^Ticket with QR code, reference / }).waitFor();
    expect(await axeFaults(page)).toEqual([]);
    expect(await authorizations(bookingId)).toBe(1);

    const [pdf] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save as PDF' }).click(),
    ]);
    expect(pdf.suggestedFilename()).toMatch(/^[A-Z0-9-]+\.pdf$/);
    const [calendar] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Add to calendar' }).click(),
    ]);
    expect(calendar.suggestedFilename()).toMatch(/\.ics$/);

    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await page.getByRole('checkbox').first().uncheck();
    await page.getByText(/^You get £11\.88 back \(95%\)/).waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Cancel and get £11.88 back' }).click();
    await page.getByText('Paid back').waitFor();
    await page.getByText('£11.88').first().waitFor();
    expect(complaints).toEqual([]);
  });

  it('says that a card was declined, keeps the seats, and takes another', async () => {
    const { page } = await atCheckout(sizes.desk);
    await page.getByLabel('A card that is declined').check();
    await pay(page).click();
    await page
      .getByRole('alert')
      .getByText(/^The card was declined/)
      .waitFor();
    await page.getByLabel('A card that works').check();
    await pay(page).click();
    expect(await authorizations(await booked(page))).toBe(1);
  });

  it('pays once although the answer is lost, the button is pressed twice and the page is loaded again', async () => {
    const { page } = await atCheckout();
    await page.getByLabel('A bank that takes its time').check();
    let lost = 0;
    await page.route('**/v1/bookings', async (route) => {
      if (lost >= 2) return await route.continue();
      lost += 1;
      await route.fetch();
      return await route.abort();
    });
    await pay(page).dblclick();
    await page.waitForTimeout(200);
    await page.reload();
    expect(await authorizations(await booked(page))).toBe(1);
    await page.goBack();
    expect(new URL(page.url()).pathname).not.toMatch(/^\/checkout/);
  });

  it('lists what was booked on this device, and nothing on another', async () => {
    const { page } = await atCheckout();
    await pay(page).click();
    const bookingId = await booked(page);
    await page.getByRole('link', { name: 'My bookings' }).click();
    await page.getByRole('link', { name: 'Playtime' }).click();
    await page.getByRole('img', { name: /^Ticket/ }).waitFor();
    const stranger = await openVisitor(browser, program.url);
    await stranger.page.goto(`/bookings/${bookingId}`);
    await stranger.page.getByText('This booking is not known on this device.').waitFor();
    expect(await axeFaults(stranger.page)).toEqual([]);
  });
});
