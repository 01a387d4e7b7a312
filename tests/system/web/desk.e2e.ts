/** Staff run a house from the desk: they sell at the counter, block and unblock, find bookings, pay back, let in, and edit prices. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFaults, browserIsHere, openBrowser, openVisitor, sizes } from '../../support/browser.ts';
import { eventually } from '../../support/eventually.ts';
import { cleanUp, dataFolder, makeToken, type Program, startProgram } from '../../support/program.ts';
import { call, expectStatus, text } from '../support/api.ts';
import { type Cinema, openCinema, showtimeIn } from '../support/cinema.ts';

const soonMs = 600_000;

describe.runIf(browserIsHere())('the desk', () => {
  let program: Program;
  let cinema: Cinema;
  let admin: string;
  let staff: string;
  let browser: Browser;
  /** Of today, so that seats of it are found. */
  let tonight: string;
  /** Of an adult's seat tonight, as the pages write it. */
  let price: string;
  beforeAll(async () => {
    const dataDir = await dataFolder();
    program = await startProgram({ dataDir });
    admin = await makeToken(dataDir, 'admin');
    cinema = await openCinema(program.url, admin, { rows: 4, seatsPerRow: 8 });
    staff = await makeToken(dataDir, 'staff', { args: ['--theater', cinema.theaterId] });
    const startsAt = new Date(Date.now() + soonMs).toISOString();
    const body = { ...showtimeIn(cinema.movieId, cinema.hallId, 0), startsAt };
    const made = await call(program.url, 'POST', '/v1/showtimes', { token: admin, body });
    const show = expectStatus(made, 201).body;
    tonight = text(show.id);
    const pounds = Object(show.prices).regular.amount / 100;
    price = `£${Number.isInteger(pounds) ? pounds : pounds.toFixed(2)}`;
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await cleanUp();
  });

  const letterOf = async (seatId: string): Promise<string | undefined> => {
    const path = `/v1/showtimes/${tonight}/seats?view=compact`;
    const { body } = expectStatus(await call(program.url, 'GET', path), 200);
    return text(body.status)[cinema.seatIds.indexOf(seatId)];
  };
  const untilLetter = (seatId: string, letter: string) =>
    eventually(async () => expect(await letterOf(seatId)).toBe(letter), 10_000);

  const open = async (path: string, token = staff, options: object = sizes.desk) => {
    const visitor = await openVisitor(browser, program.url, options);
    await visitor.page.addInitScript(`sessionStorage.setItem('marquee.access-token', '${token}')`);
    await visitor.page.goto(path);
    return visitor;
  };
  const seat = async (page: Page, name: RegExp): Promise<void> => {
    await page.getByText('Choose from a list instead').click();
    await page.getByRole('combobox', { name: /^Row/ }).selectOption(name.source.slice(5, 6));
    await page.getByRole('button', { name }).click();
  };
  const sold = (page: Page) => page.getByRole('dialog', { name: 'Sold' });
  /** Sells one seat and gives back the reference. */
  const sell = async (page: Page, name: RegExp): Promise<string> => {
    await seat(page, name);
    await page.getByRole('button', { name: `Take ${price} by card` }).click();
    await sold(page)
      .getByRole('img', { name: /^Ticket/ })
      .waitFor();
    return (await sold(page).locator('strong').first().textContent()) ?? '';
  };
  const buyAs = async (seatId: string, customer: object): Promise<string> => {
    const path = `/v1/showtimes/${tonight}/holds`;
    const held = await call(program.url, 'POST', path, { body: { seatIds: [seatId] } });
    const { holdToken } = expectStatus(held, 201).body;
    const headers = { 'idempotency-key': `desk-${seatId}-0123456789abcdef` };
    const body = { holdToken, customer, payment: { method: 'card', token: 'tok_ok' } };
    const bought = await call(program.url, 'POST', '/v1/bookings', { headers, body });
    return text(expectStatus(bought, 201).body.reference);
  };

  it('shows the house of tonight, and what is sold as it is sold', async () => {
    const { page, complaints } = await open('/desk');
    await page.getByRole('heading', { name: 'The house tonight' }).waitFor();
    await page.getByRole('link', { name: /Playtime/ }).waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await buyAs('D1', { name: 'Jacques Tati', email: 'jacques@example.org', phone: '+33 1 99 00 12 34' });
    await page.getByRole('link', { name: /1 of 32 sold/ }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('sells at the counter in two taps, to a person without a name, and hands out the ticket', async () => {
    const { page, complaints } = await open(`/desk/shows/${tonight}`);
    const reference = await sell(page, /^Row A, seat 1,.*Free$/);
    await untilLetter('A1', 'B');
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Next customer' }).click();
    await page.getByRole('button', { name: /^Row A, seat 1,.*Taken$/ }).waitFor();
    expect(reference).toMatch(/^[A-Z2-9]{3}-[A-Z2-9]{3}-[A-Z2-9]{3}$/);
    expect(complaints).toEqual([]);
  });

  it('keeps the seat when the card is declined, and gives it back when the page is left', async () => {
    const { page } = await open(`/desk/shows/${tonight}`);
    await seat(page, /^Row A, seat 3,.*Free$/);
    await page.getByLabel('Simulated card terminal').selectOption('Card is declined');
    await page.getByRole('button', { name: `Take ${price} by card` }).click();
    await page
      .getByRole('alert')
      .getByText(/^The card was declined/)
      .waitFor();
    expect(await letterOf('A3')).toBe('H');
    await page.getByRole('link', { name: 'Tonight' }).click();
    await untilLetter('A3', 'A');
  });

  it('blocks seats for a reason, and puts them on sale again', async () => {
    const { page, complaints } = await open(`/desk/shows/${tonight}/block`);
    await seat(page, /^Row B, seat 2,.*Free$/);
    await page.getByLabel('Reason').fill('broken arm rest');
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Block 1 seat' }).click();
    await page.getByText('broken arm rest').waitFor();
    expect(await letterOf('B2')).toBe('X');
    await page.getByRole('button', { name: 'Choose B2' }).click();
    await page.getByRole('button', { name: 'Unblock 1 seat' }).click();
    await page.getByRole('button', { name: /^Row B, seat 2,.*Free$/ }).waitFor();
    expect(await letterOf('B2')).toBe('A');
    expect(complaints).toEqual([]);
  });

  it('finds a booking by reference, name, e-mail, phone and seat, in one box', async () => {
    const ada = { name: 'Ada Lovelace', email: 'ada@example.org', phone: '+44 7700 900123' };
    const reference = await buyAs('C5', ada);
    const { page, complaints } = await open('/desk/search');
    const box = page.getByLabel('Reference, name, e-mail, phone or seat');
    const compact = reference.replaceAll('-', '').toLowerCase();
    for (const words of [compact, 'lovelace', 'LOVELACE ada', 'ada@example.org', '07700 900 123', 'c5']) {
      await box.fill(words);
      await page.getByRole('link', { name: new RegExp(`${reference}.*Ada Lovelace.*C5`) }).waitFor();
    }
    expect(await axeFaults(page)).toEqual([]);
    await box.fill('babbage');
    await page.getByText('Nothing found in this theater.').waitFor();
    expect(complaints).toEqual([]);
  });

  it('lets in without the ticket, takes it back, and pays back all of a seat after the quote', async () => {
    const reference = await buyAs('C7', { name: 'Grace Hopper', email: 'grace@example.org' });
    const { page, complaints } = await open('/desk/search');
    await page.getByLabel('Reference, name, e-mail, phone or seat').fill(reference);
    await page.getByRole('link', { name: new RegExp(reference) }).click();
    await page.getByRole('button', { name: 'Let in C7' }).click();
    await page.getByText(/^C7 inside since/).waitFor();
    await page.getByRole('button', { name: 'Undo for C7' }).click();
    await page.getByRole('button', { name: 'Let in C7' }).waitFor();
    await page.getByRole('checkbox', { name: 'C7' }).check();
    await page.getByLabel('How much').selectOption('All of it');
    await page.getByText(`${price} goes back (100%).`).waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('button', { name: `Cancel and pay ${price} back` }).click();
    await page.getByText('Cancelled', { exact: true }).waitFor();
    await untilLetter('C7', 'A');
    expect(complaints).toEqual([]);
  });

  it('shows what seats will cost before the prices are changed', async () => {
    const { page, complaints } = await open(`/desk/shows/${tonight}/prices`);
    await page.getByLabel('Base price, GBP').fill('10');
    await page.getByRole('row', { name: /^Regular.*now £/ }).waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Use these prices' }).click();
    await page.getByText(/^The prices are changed/).waitFor();
    const { body } = expectStatus(await call(program.url, 'GET', `/v1/showtimes/${tonight}`), 200);
    expect(Object(body.priceParts).base).toEqual({ amount: 1_000, currency: 'GBP' });
    expect(complaints).toEqual([]);
  });

  it('shows stuck work to admins, and says to others whose page it is', async () => {
    const ofAdmin = await open('/desk/troubles', admin);
    await ofAdmin.page.getByText('No payment is stuck.').waitFor();
    await ofAdmin.page.getByText('No message was given up.').waitFor();
    expect(await axeFaults(ofAdmin.page)).toEqual([]);
    const ofStaff = await open('/desk/troubles', staff, sizes.phone);
    await ofStaff.page.getByText(/^This page is for admins/).waitFor();
    expect(await axeFaults(ofStaff.page)).toEqual([]);
  });
});
