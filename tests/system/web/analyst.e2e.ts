/** An analyst reads the log, follows it, plays a show from its first hold to its last, and draws a report. */
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { axeFaults, browserIsHere, openBrowser, openVisitor, sizes } from '../../support/browser.ts';
import { eventually } from '../../support/eventually.ts';
import { cleanUp, dataFolder, makeToken, type Program, startProgram } from '../../support/program.ts';
import { call, expectStatus, text } from '../support/api.ts';
import { type Cinema, openCinema } from '../support/cinema.ts';
import { holdSeats, orderFor, payUntilDecided } from '../support/sales.ts';

describe.runIf(browserIsHere())('an analyst', () => {
  let program: Program;
  let cinema: Cinema;
  let browser: Browser;
  let admin: string;
  let analyst: string;

  /** A1 and A2 given back, A3 and A4 sold, B1 blocked, B5 held. */
  const sell = async (): Promise<void> => {
    const { url } = program;
    const path = `/v1/showtimes/${cinema.showtimeId}`;
    const released = await holdSeats(url, cinema.showtimeId, ['A1', 'A2']);
    const headers = { 'hold-token': text(released.holdToken) };
    expectStatus(await call(url, 'DELETE', `/v1/holds/${text(released.holdId)}`, { headers }), 204);
    const order = orderFor(await holdSeats(url, cinema.showtimeId, ['A3', 'A4']), 'tok_ok');
    expectStatus(await payUntilDecided(() => [url], order), 201);
    const body = { seatIds: ['B1'], reason: 'broken' };
    expectStatus(await call(url, 'POST', `${path}/seats/block`, { token: admin, body }), 200);
    await holdSeats(url, cinema.showtimeId, ['B5']);
  };

  beforeAll(async () => {
    const dataDir = await dataFolder();
    program = await startProgram({ dataDir });
    admin = await makeToken(dataDir, 'admin');
    analyst = await makeToken(dataDir, 'analyst');
    cinema = await openCinema(program.url, admin);
    await sell();
    browser = await openBrowser();
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  });
  afterAll(async () => {
    await browser.close();
    await cleanUp();
  });

  const open = async (path: string, options = {}) => {
    const visitor = await openVisitor(browser, program.url, { ...sizes.desk, timezoneId: 'UTC', ...options });
    await visitor.page.goto(path);
    await visitor.page.getByLabel('Access token').fill(analyst);
    await visitor.page.getByRole('button', { name: 'Sign in' }).click();
    return visitor;
  };
  const title = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });

  it('finds an event, its cause and its effects', async () => {
    const { page, complaints } = await open('/log');
    await page.getByRole('link', { name: 'SeatsBlocked' }).waitFor();
    await page.getByLabel('Category').selectOption('booking');
    await page.getByLabel('Type of event').selectOption('PaymentCaptured');
    await page.getByText('1 event', { exact: true }).waitFor();
    expect(new URL(page.url()).search).toBe('?category=booking&type=PaymentCaptured');
    await page.getByRole('link', { name: 'PaymentCaptured' }).click();
    await title(page, 'PaymentCaptured').waitFor();
    await page.getByText('"amount"').first().waitFor();
    // Paying is one request: what it booked stands in the stream of the showtime.
    await page.getByRole('link', { name: 'SeatsBooked' }).click();
    await title(page, 'SeatsBooked').waitFor();
    expect(await page.getByText('BookingInitiated').count()).toBeGreaterThan(0);
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('link', { name: 'Replay the show' }).click();
    await title(page, 'Playtime').waitFor();
    expect(complaints).toEqual([]);
  });

  it('opens at the latest events, and leads to the earliest', async () => {
    const { page, complaints } = await open('/log');
    const first = page.getByRole('row').nth(1);
    await first.waitFor();
    expect(await first.textContent()).not.toContain('LogCreated');
    await page.getByLabel('Order').selectOption('Earliest first');
    await first.getByRole('link', { name: 'LogCreated' }).waitFor();
    expect(new URL(page.url()).search).toBe('?order=earliest');
    expect(complaints).toEqual([]);
  });

  it('finds all that a request led to by the id that the caller was given', async () => {
    const made = await call(program.url, 'POST', `/v1/showtimes/${cinema.showtimeId}/holds`, {
      body: { seatIds: ['C1'] },
    });
    const { page, complaints } = await open('/log');
    await page.getByLabel('Request or event').fill(made.headers.get('x-request-id') ?? '');
    await page.getByRole('button', { name: 'Open' }).click();
    await title(page, 'A request and its effects').waitFor();
    await page.getByRole('link', { name: 'SeatsHeld' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('follows the log', async () => {
    const { page, complaints } = await open('/log?category=showtime');
    await page.getByRole('link', { name: 'SalesOpened' }).waitFor();
    await page.getByRole('button', { name: 'Follow live' }).click();
    await page.getByText('Nothing was found.').waitFor();
    const following = page.waitForResponse((response) => response.url().includes('follow=true'));
    await following.catch(() => undefined);
    await holdSeats(program.url, cinema.showtimeId, ['C5']);
    await page.getByRole('link', { name: 'SeatsHeld' }).waitFor();
    await page.getByText('1 event', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Stop following' }).click();
    await page.getByRole('link', { name: 'SalesOpened' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('plays a show from the first hold to the last', async () => {
    const { page, complaints } = await open(`/log/shows/${cinema.showtimeId}`);
    const slider = page.getByRole('slider', { name: 'Moment' });
    await slider.focus();
    await page.keyboard.press('Home');
    await eventually(async () =>
      expect(await slider.getAttribute('aria-valuetext')).toMatch(/0 sold, 2 held$/),
    );
    await page.getByRole('button', { name: 'One event on' }).click();
    await eventually(async () =>
      expect(await slider.getAttribute('aria-valuetext')).toMatch(/0 sold, 0 held$/),
    );
    await page.getByLabel('Speed').selectOption('8');
    await slider.focus();
    await page.keyboard.press(' ');
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    await page.getByRole('button', { name: 'Play' }).waitFor();
    await eventually(async () =>
      expect(await slider.getAttribute('aria-valuetext')).toMatch(/2 sold, \d+ held$/),
    );
    await page.getByText('£25').waitFor();
    await page.getByLabel('Axis').selectOption('events');
    expect(await axeFaults(page)).toEqual([]);
    await page.locator('input[name=seat]').fill('A3');
    await page.getByRole('button', { name: 'Open its biography' }).click();
    await title(page, 'Biography of seat A3').waitFor();
    const told = page.getByRole('listitem').getByRole('link', { name: /^(Held|Sold)$/ });
    await eventually(async () => expect(await told.allTextContents()).toEqual(['Held', 'Sold']));
    expect(await axeFaults(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('finds a show by its cinema and day', async () => {
    const { page, complaints } = await open('/log/shows');
    await page.getByLabel('Cinema').pressSequentially('Arcadia');
    await page.locator('datalist option').first().waitFor({ state: 'attached' });
    await page.getByLabel('Cinema').fill('Arcadia, London');
    const show = expectStatus(await call(program.url, 'GET', `/v1/showtimes/${cinema.showtimeId}`), 200).body;
    await page.getByLabel('Business date').fill(text(show.businessDate));
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('link', { name: 'Playtime' }).click();
    await page.getByRole('slider', { name: 'Moment' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('draws a report, and takes it along as CSV', async () => {
    const { page, complaints } = await open('/log/reports?by=showtime');
    await page.getByRole('cell', { name: 'Playtime' }).waitFor();
    await page.getByRole('combobox', { name: 'Report', exact: true }).selectOption('revenue');
    await page.getByRole('cell', { name: '£25' }).first().waitFor();
    await page.getByRole('figure', { name: /^Chart of Net \(GBP\)/ }).waitFor();
    await page.getByLabel('One row for each').selectOption('business-date');
    await page.getByRole('img', { name: /^Chart of Net \(GBP\)/ }).waitFor();
    expect(await axeFaults(page)).toEqual([]);
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download as CSV' }).click();
    const file = await (await downloading).path();
    const [names = '', row = ''] = (await readFile(file, 'utf8')).split('\r\n');
    expect(names.split(',').slice(0, 2)).toEqual(['businessDate', 'currency']);
    expect(row).toContain(',GBP,');
    expect(complaints).toEqual([]);
  });

  it.each(Object.entries(sizes))(
    'has nothing that axe finds, on a %s, light and dark',
    async (_size, options) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const { page } = await open('/log', { ...options, colorScheme });
        await page.getByRole('link', { name: 'SeatsBlocked' }).waitFor();
        expect(await axeFaults(page)).toEqual([]);
        await page.getByRole('link', { name: 'Reports' }).click();
        await page.getByRole('img', { name: /^Chart/ }).waitFor();
        expect(await axeFaults(page)).toEqual([]);
        await page.context().close();
      }
    },
  );
});
