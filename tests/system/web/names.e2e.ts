/** On a page that runs from right to left, names of the catalog and of people keep a direction of their own. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserIsHere, openBrowser, openVisitor, sizes } from '../../support/browser.ts';
import { cleanUp, dataFolder, makeToken, type Program, startProgram } from '../../support/program.ts';
import { call, expectStatus, text } from '../support/api.ts';
import { hallOf, theater as london } from '../support/cinema.ts';
import { holdSeats } from '../support/sales.ts';

/** A number at the beginning is what goes to the wrong side. */
const people = { director: '50 Cent', actor: '2 Chainz', customer: '7 Sisters' };
const catalog = { title: '28 Weeks Later', theater: '3 Rivers', city: '9 Oaks', hall: '1 Red' };
const phone = '+44 20 7946 0018';
const names: readonly string[] = [...Object.values(catalog), ...Object.values(people), phone];
const soonMs = 600_000;

/** Texts in which a name stands neither in a `bdi` nor between the characters that isolate. */
const looseIn = (page: Page): Promise<readonly string[]> =>
  page.evaluate(`(() => {
    const names = ${JSON.stringify(names)};
    const loose = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      if (node.parentElement.closest('bdi, script, style, svg') !== null) continue;
      const rest = node.data.replaceAll(/\u2068[^\u2068\u2069]*\u2069/g, '');
      if (names.some((name) => rest.includes(name))) loose.push(node.data);
    }
    return loose;
  })()`);

describe.runIf(browserIsHere())('names on Arabic pages', () => {
  let program: Program;
  let browser: Browser;
  let tokens: { readonly admin: string; readonly gate: string };
  let ids: Readonly<Record<'movie' | 'theater' | 'hall' | 'show' | 'booking', string>>;
  let access: string;
  beforeAll(async () => {
    const dataDir = await dataFolder();
    program = await startProgram({ dataDir });
    tokens = { admin: await makeToken(dataDir, 'admin'), gate: await makeToken(dataDir, 'gate') };
    const make = async (path: string, body: object) =>
      expectStatus(await call(program.url, 'POST', path, { token: tokens.admin, body }), 201).body;
    const { title, theater: name, city, hall: hallName } = catalog;
    const film = { title, runtimeMinutes: 100, genres: ['Horror'], directors: [people.director] };
    const movie = text((await make('/v1/movies', { ...film, cast: [people.actor] })).id);
    const theater = text((await make('/v1/theaters', { ...london, name, city })).id);
    const plan = { ...hallOf(4, 8), name: hallName };
    const hall = text((await make(`/v1/theaters/${theater}/halls`, plan)).id);
    const startsAt = new Date(Date.now() + soonMs).toISOString();
    const planned = { movieId: movie, hallId: hall, startsAt };
    const basePrice = { amount: 1_250, currency: 'GBP' };
    const show = text((await make('/v1/showtimes', { ...planned, basePrice })).id);
    const { holdToken } = await holdSeats(program.url, show, ['A1', 'A2']);
    const customer = { name: people.customer, email: 'sisters@example.org', phone };
    const body = { holdToken, customer, payment: { method: 'card', token: 'tok_ok' } };
    const headers = { 'idempotency-key': 'names-0123456789abcdefghij' };
    const booked = expectStatus(await call(program.url, 'POST', '/v1/bookings', { headers, body }), 201).body;
    ids = { movie, theater, hall, show, booking: text(booked.bookingId) };
    access = text(booked.accessToken);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await cleanUp();
  });

  const open = async (token?: string): Promise<Page> => {
    const { page } = await openVisitor(browser, program.url, { ...sizes.desk, locale: 'ar-EG' });
    if (token !== undefined)
      await page.addInitScript(`sessionStorage.setItem('marquee.access-token', '${token}')`);
    await page.addInitScript(`localStorage.setItem('marquee.desk-theater', '${ids.theater}')`);
    return page;
  };
  const look = async (page: Page, where: string, shown: readonly string[]): Promise<void> => {
    await page.goto(where.replace(/:(\w+)/, (_all, name) => Reflect.get(ids, name)));
    for (const name of shown) await page.getByText(name).first().waitFor();
    expect(await looseIn(page)).toEqual([]);
  };
  const { title, theater, city, hall } = catalog;

  it.each([
    { where: '/', shown: [title, theater, city] },
    { where: '/films/:movie', shown: [title, theater, people.director, people.actor] },
    { where: '/theaters/:theater', shown: [theater, city, title] },
    { where: '/search?q=3', shown: [theater, city] },
    { where: '/shows/:show', shown: [title, theater, hall] },
    { where: '/bookings/:booking', shown: [title, theater, hall] },
  ])('stand apart for guests at $where', async ({ where, shown }) => {
    const page = await open();
    const kept = { bookingId: ids.booking, accessToken: access, reference: '', title, place: theater };
    const bookings = JSON.stringify([{ ...kept, startsAt: new Date().toISOString(), timeZone: 'UTC' }]);
    await page.addInitScript(`localStorage.setItem('marquee.bookings', ${JSON.stringify(bookings)})`);
    await look(page, where, shown);
  });

  it('stand apart where a city is chosen', async () => {
    const page = await open();
    await page.goto('/');
    await page.locator('h1 button').click();
    await page.getByRole('listitem').getByText(city).waitFor();
    expect(await looseIn(page)).toEqual([]);
  });

  it.each([
    { where: '/desk', shown: [theater, city, hall, title] },
    { where: '/desk/shows/:show', shown: [title, hall] },
    { where: '/desk/shows/:show/bookings', shown: [people.customer] },
    { where: '/desk/bookings/:booking', shown: [title, hall, people.customer, phone] },
    { where: '/desk/programme', shown: [theater, city, hall, title] },
    { where: '/desk/halls', shown: [theater, city, hall] },
    { where: '/desk/halls/:hall', shown: [hall] },
    { where: '/log/shows/:show', shown: [title, theater, hall] },
    { where: '/log/shows/:show/seats/A1', shown: [title, theater, hall] },
    { where: '/log/reports?by=movie', shown: [title] },
  ])('stand apart for staff at $where', async ({ where, shown }) => {
    const page = await open(tokens.admin);
    await look(page, where, shown);
  });

  it('are typed in their own direction, at the right', async () => {
    const page = await open(tokens.admin);
    await look(page, `/desk/halls/${ids.hall}`, [hall]);
    expect(await page.locator('input[name=name]').inputValue()).toBe(hall);
    const style = await page.evaluate(`(({ unicodeBidi, textAlign }) => [unicodeBidi, textAlign])(
      getComputedStyle(document.querySelector('input[name=name]')),
    )`);
    expect(style).toEqual(['plaintext', 'right']);
  });

  it('stand apart while a desk is set up, and where a film is placed', async () => {
    const page = await open(tokens.admin);
    await page.addInitScript(`localStorage.removeItem('marquee.desk-theater')`);
    await page.goto('/desk/programme');
    await page.getByRole('button', { name: theater }).click();
    const film = page.locator('button[draggable]').filter({ hasText: title });
    await film.first().click();
    expect(await looseIn(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    expect(await looseIn(page)).toEqual([]);
  });

  it('stand apart at the gate', async () => {
    const page = await open(tokens.gate);
    await page.goto('/gate');
    await page.getByRole('button', { name: theater }).click();
    await page.getByRole('heading', { name: theater }).waitFor();
    expect(await looseIn(page)).toEqual([]);
  });
});
