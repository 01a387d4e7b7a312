/** A gate on a phone: it reads tickets with the camera, goes on without a network, and tells later what it let in. */
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFaults, browserIsHere, openBrowser, openVisitor } from '../../support/browser.ts';
import { eventually } from '../../support/eventually.ts';
import { filmCode } from '../../support/fakeCamera.ts';
import { cleanUp, dataFolder, makeToken, type Program, startProgram } from '../../support/program.ts';
import { call, expectStatus, list, text } from '../support/api.ts';
import { type Cinema, openCinema } from '../support/cinema.ts';
import { holdSeats, orderFor, pay } from '../support/sales.ts';
import { readTicketCode } from '../support/tickets.ts';

const startsInMs = 40 * 60_000;
const testMs = 120_000;

describe.runIf(browserIsHere())('the gate', () => {
  let program: Program;
  let cinema: Cinema;
  let showtimeId: string;
  let gate: string;
  let browser: Browser;
  let filmed: Awaited<ReturnType<typeof sell>>;

  beforeAll(async () => {
    const dataDir = await dataFolder();
    program = await startProgram({ dataDir });
    const admin = await makeToken(dataDir, 'admin');
    gate = await makeToken(dataDir, 'gate');
    cinema = await openCinema(program.url, admin);
    const { movieId, hallId } = cinema;
    const startsAt = new Date(Date.now() + startsInMs).toISOString();
    const body = { movieId, hallId, startsAt, basePrice: { amount: 1_250, currency: 'GBP' } };
    const made = await call(program.url, 'POST', '/v1/showtimes', { token: admin, body });
    showtimeId = text(expectStatus(made, 201).body.id);
    filmed = await sell(['A1', 'A2']);
    browser = await openBrowser(await filmCode(filmed.code, join(dataDir, 'ticket.y4m')));
  });
  afterAll(async () => {
    await browser?.close();
    await cleanUp();
  });

  const sell = async (seatIds: readonly string[]) => {
    const order = orderFor(await holdSeats(program.url, showtimeId, seatIds), 'tok_ok');
    const { bookingId, reference, accessToken } = expectStatus(await pay(program.url, order), 201).body;
    const path = `/v1/bookings/${text(bookingId)}`;
    const access = { 'booking-access': text(accessToken) };
    const code = await readTicketCode(program.url, path, access);
    return { bookingId: text(bookingId), reference: text(reference), path, access, code };
  };
  const admittedAt = async ({ path, access }: Awaited<ReturnType<typeof sell>>): Promise<unknown> =>
    expectStatus(await call(program.url, 'GET', path, { headers: access }), 200).body.admittedAt;
  const isListed = (bookingId: string) =>
    eventually(async () => {
      const path = `/v1/checkins/expected?showtimeId=${showtimeId}&limit=100`;
      const { items } = expectStatus(await call(program.url, 'GET', path, { token: gate }), 200).body;
      expect(list(items).map((each) => each.bookingId)).toContain(bookingId);
    });

  const openGate = async () => {
    const visitor = await openVisitor(browser, program.url, { permissions: ['camera'] });
    const { page } = visitor;
    await page.goto('/gate');
    await page.getByLabel('Access token').fill(gate);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Gate of Arcadia' }).click();
    await page.getByText('All scans are sent').waitFor();
    await page.evaluate('navigator.serviceWorker.ready');
    return visitor;
  };
  const type = async (page: Page, code: string): Promise<void> => {
    await page.getByLabel('Code of the ticket').fill(code);
    await page.getByRole('button', { name: 'Check' }).click();
  };
  const verdict = (page: Page, words: string | RegExp) =>
    page.getByRole('alert').getByText(words, { exact: true }).waitFor();
  const next = (page: Page) => page.getByRole('button', { name: 'Next ticket' }).click();

  it('reads a ticket with the camera, lets it in once, and takes it back', { timeout: testMs }, async () => {
    const { page, complaints } = await openGate();
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Start the camera' }).click();
    await verdict(page, 'Let in');
    await verdict(page, 'A1 and A2');
    expect(await axeFaults(page)).toEqual([]);
    expect(await admittedAt(filmed)).toEqual(expect.any(String));
    await page.getByRole('button', { name: 'Not let in: undo' }).click();
    await eventually(async () => expect(await admittedAt(filmed)).toBeUndefined());
    await page.getByRole('button', { name: 'Stop the camera' }).click();

    await type(page, filmed.code);
    await verdict(page, 'Let in');
    await next(page);
    await type(page, filmed.code);
    await verdict(page, /^These seats are inside since/);
    await next(page);
    await type(page, `${filmed.code.slice(0, -8)}AAAAAAAA`);
    await verdict(page, 'This is not one of our tickets');
    expect(complaints).toEqual([]);
  });

  it('opens and judges without a network, and tells later what it let in', { timeout: testMs }, async () => {
    const [friends, twice, given] = [await sell(['B1', 'B2']), await sell(['C1']), await sell(['D1'])];
    const cancel = { headers: { ...given.access, 'idempotency-key': given.bookingId } };
    expectStatus(await call(program.url, 'POST', `${given.path}/cancel`, cancel), 200);
    await isListed(given.bookingId);
    const { page } = await openGate();
    const late = await sell(['E1']);

    await page.context().setOffline(true);
    await page.reload();
    await page.getByText('No network: scans are kept and sent later').waitFor();
    await type(page, friends.code);
    await verdict(page, 'Checked without the network');
    await next(page);
    await type(page, friends.code);
    await verdict(page, /^These seats are inside since/);
    await next(page);
    await type(page, given.code);
    await verdict(page, 'This booking was cancelled');
    await next(page);
    await type(page, `${friends.code.slice(0, -8)}AAAAAAAA`);
    await verdict(page, 'This is not one of our tickets');
    await next(page);
    await type(page, late.code);
    await verdict(page, 'Checked without the network; bought after the list was fetched');
    await next(page);
    await type(page, twice.code);
    await verdict(page, 'Checked without the network');
    await next(page);
    await page.getByText('3 scans wait to be sent').waitFor();
    expect(await admittedAt(friends)).toBeUndefined();

    const elsewhere = { token: gate, body: { code: twice.code, where: 'Door 2' } };
    expectStatus(await call(program.url, 'POST', '/v1/checkins', elsewhere), 200);
    await page.context().setOffline(false);
    await page.getByText('All scans are sent').waitFor();
    await page.getByRole('heading', { name: 'Conflicts' }).waitFor();
    await page.getByText(`${twice.reference}, C1`).waitFor();
    expect(await axeFaults(page)).toEqual([]);
    expect([await admittedAt(friends), await admittedAt(late)]).not.toContain(undefined);
    const failed = `/v1/checkins/failed?showtimeId=${showtimeId}`;
    const { items } = expectStatus(await call(program.url, 'GET', failed, { token: gate }), 200).body;
    const conflicts = list(items).filter(({ why }) => why === 'conflict');
    expect(conflicts.map(({ bookingId }) => bookingId)).toEqual([twice.bookingId]);
  });

  it('counts a lost answer once', { timeout: testMs }, async () => {
    const sold = await sell(['F1']);
    await isListed(sold.bookingId);
    const { page } = await openGate();
    let lost = 0;
    await page.route('**/v1/checkins', async (route) => {
      if (lost > 0) return await route.continue();
      lost += 1;
      await route.fetch();
      return await route.abort();
    });
    await type(page, sold.code);
    await verdict(page, 'Checked without the network');
    const before = await admittedAt(sold);
    expect(before).toEqual(expect.any(String));
    await page.getByText('All scans are sent').waitFor();
    expect(await page.getByRole('heading', { name: 'Conflicts' }).count()).toBe(0);
    expect(await admittedAt(sold)).toBe(before);
  });
});
