/** Staff draw a hall, rehearse a new layout against seats that are sold, save it, and import a seating plan. */
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFaults, browserIsHere, openBrowser, openVisitor, sizes } from '../../support/browser.ts';
import { cleanUp, dataFolder, makeToken, type Program, startProgram } from '../../support/program.ts';
import { call, expectStatus, list, text } from '../support/api.ts';
import { type Cinema, openCinema } from '../support/cinema.ts';
import { holdSeats, orderFor, pay } from '../support/sales.ts';
import { signIn } from '../support/staffPages.ts';

const at = (x: number, y: number) => ({ x, y });
const plan = {
  name: 'Saal 2',
  categories: [{ name: 'Stalls', color: '#aaaaaa' }],
  zones: [
    {
      name: 'Parkett',
      position: at(0, 0),
      rows: [
        {
          row_number: 'A',
          seats: [1, 2, 3].map((number) => ({
            ...{ seat_guid: `A${number}`, seat_number: String(number), category: 'Stalls' },
            position: at(number * 25, 0),
          })),
        },
      ],
    },
  ],
};

describe.runIf(browserIsHere())('the hall editor', () => {
  let program: Program;
  let cinema: Cinema;
  let staff: string;
  let reference: string;
  let browser: Browser;
  beforeAll(async () => {
    const dataDir = await dataFolder();
    program = await startProgram({ dataDir });
    cinema = await openCinema(program.url, await makeToken(dataDir, 'admin'), { rows: 3, seatsPerRow: 6 });
    staff = await makeToken(dataDir, 'staff', { args: ['--theater', cinema.theaterId] });
    await cinema.addShowtime(3);
    const order = orderFor(await holdSeats(program.url, cinema.showtimeId, ['C1', 'C2']), 'tok_ok');
    reference = text(expectStatus(await pay(program.url, order), 201).body.reference);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await cleanUp();
  });

  const openHall = async (options: object = sizes.desk) => {
    const visitor = await openVisitor(browser, program.url, options);
    await signIn(visitor.page, `/desk/halls/${cinema.hallId}`, staff);
    await visitor.page.getByRole('grid', { name: 'Seats of the hall' }).waitFor();
    return visitor;
  };
  const seat = (page: Page, name: string) => page.getByRole('gridcell', { name });
  const layout = async (version: number) => {
    const path = `/v1/halls/${cinema.hallId}/layouts/${version}`;
    return list(expectStatus(await call(program.url, 'GET', path), 200).body.rows);
  };

  it('rehearses a layout without a row against the seats sold in it', async () => {
    const { page, complaints } = await openHall();
    await page.getByRole('rowheader', { name: 'C' }).click();
    await page.getByText('6 seats chosen').waitFor();
    await page.getByRole('button', { name: 'Remove seats' }).click();
    await page.getByRole('button', { name: 'Rehearse' }).click();
    await page.getByText('2 seats are taken. 2 seats have to move.').waitFor();
    await page.getByText('1 show can have this layout.').waitFor();
    const table = page.getByRole('table');
    await table.getByRole('row', { name: `Row C, seat 1 is gone ${reference} Row B, seat 1` }).waitFor();
    await table.getByRole('row', { name: `Row C, seat 2 is gone ${reference} Row B, seat 2` }).waitFor();
    expect(await axeFaults(page)).toEqual([]);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download as CSV' }).click(),
    ]);
    const lines = (await readFile(await file.path(), 'utf8')).trim().split('\r\n');
    expect(lines.map((line) => line.split(',').slice(-8).join(' '))).toEqual([
      'seatId row number type toSeatId toRow toNumber toIsNew',
      'C1 C 1 regular B1 B 1 ',
      'C2 C 2 regular B2 B 2 ',
    ]);
    expect(complaints).toEqual([]);
  });

  it('draws types, an aisle, a couple, a zone and a row, and saves them as the next version', async () => {
    const { page, complaints } = await openHall();
    const tool = (name: string) => page.getByRole('button', { name, exact: true });
    await seat(page, 'Row A, seat 1, Regular').click();
    await tool('Wheelchair').click();
    await page.getByLabel('Name of the zone').fill('Stalls');
    await tool('Set zone').click();
    await seat(page, 'Row A, seat 1, Wheelchair Stalls').click();
    await seat(page, 'Row B, seat 3, Regular').click();
    await tool('Aisle before').click();
    await tool('Choose none').click();
    await seat(page, 'Row A, seat 5, Regular').click();
    await seat(page, 'Row A, seat 6, Regular').click();
    await tool('Couple').click();
    await page.getByLabel('Seats to add').fill('2');
    await tool('Add a row behind').click();
    await tool('Undo').click();
    await tool('Redo').click();
    expect(await axeFaults(page)).toEqual([]);
    await tool('Save as version 2').click();
    await page.getByText(/^Saved as version 2/).waitFor();
    const [a, b, c, d] = await layout(2);
    const seatsOf = (row: unknown) => list(Object(row).seats);
    expect(seatsOf(a).map(({ type }) => type)).toEqual([
      'wheelchair',
      ...Array(3).fill('regular'),
      'couple',
      'couple',
    ]);
    expect(seatsOf(a).map(({ zone }) => zone ?? '')).toEqual(['Stalls', '', '', '', '', '']);
    expect(seatsOf(a)[4]?.unitId).toBe(seatsOf(a)[5]?.unitId);
    expect(seatsOf(b).map(({ x }) => x)).toEqual([1, 2, 4, 5, 6, 7]);
    expect(seatsOf(c).length).toBe(6);
    expect(seatsOf(d).map(({ id }) => id)).toEqual(['D1', 'D2']);

    await page.getByRole('button', { name: 'Move 2 shows to it' }).click();
    await page.getByText('2 shows were moved').waitFor();
    const show = await call(program.url, 'GET', `/v1/showtimes/${cinema.showtimeId}`);
    expect(show.body.layoutVersion).toBe(2);
    expect(complaints).toEqual([]);
  });

  it('goes with the keyboard alone', async () => {
    const { page, complaints } = await openHall();
    await page.getByRole('grid').focus();
    for (const key of ['ArrowDown', 'ArrowRight', ' ', 'Shift+ArrowRight']) await page.keyboard.press(key);
    await page.getByText('2 seats chosen').waitFor();
    await page.getByRole('button', { name: 'Premium' }).focus();
    await page.keyboard.press('Enter');
    await seat(page, 'Row B, seat 2, Premium').waitFor();
    await seat(page, 'Row B, seat 3, Premium').waitFor();
    expect(complaints).toEqual([]);
  });

  it('does not save over what somebody else has drawn', async () => {
    const { page } = await openHall();
    await seat(page, 'Row B, seat 1, Regular').click();
    await page.getByRole('button', { name: 'Recliner' }).click();
    const { body } = await call(program.url, 'GET', `/v1/halls/${cinema.hallId}`);
    const rows = [
      { id: 'A', seats: [{ number: 1 }] },
      ...(await layout(Number(body.layoutVersion))).slice(1),
    ];
    const drawn = await call(program.url, 'POST', `/v1/halls/${cinema.hallId}/layouts`, {
      ...{ token: staff, body: { rows } },
    });
    expectStatus(drawn, 201);
    await page.getByRole('button', { name: /^Save as version/ }).click();
    await page
      .getByRole('alert')
      .getByText(/^Somebody else has drawn a newer version/)
      .waitFor();
    await page.getByRole('button', { name: 'Load the newer version' }).click();
    await page.getByText('Layout version 3', { exact: false }).waitFor();
  });

  it('says why a show was not moved to a version', async () => {
    const { page, complaints } = await openHall();
    await page.getByRole('button', { name: 'Add a row behind' }).click();
    await page.getByRole('button', { name: 'Save as version 4' }).click();
    const move = page.getByRole('button', { name: 'Move 2 shows to it' });
    await move.waitFor();
    const newest = { rows: (await layout(4)).slice(0, -1) };
    const hallPath = `/v1/halls/${cinema.hallId}/layouts`;
    expectStatus(await call(program.url, 'POST', hallPath, { token: staff, body: newest }), 201);
    const path = `/v1/showtimes/${cinema.showtimeId}/layout`;
    expectStatus(await call(program.url, 'POST', path, { token: staff, body: { version: 5 } }), 200);
    await move.click();
    await page.getByText('1 show was moved, 1 show was refused').waitFor();
    await page.getByRole('alert').getByText('This show has a newer layout already.').waitFor();
    expect(await axeFaults(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('renames the hall and changes its rules, but not over what somebody else has changed', async () => {
    const { page, complaints } = await openHall();
    const save = page.getByRole('button', { name: 'Save these' });
    await page.getByLabel('Name', { exact: true }).fill('Studio');
    await page.getByLabel('Minutes of cleaning after a show').fill('35');
    await page.getByLabel('Single free seats between taken ones').selectOption('Refused');
    await save.click();
    await page.getByRole('heading', { level: 1, name: 'Studio' }).waitFor();
    const path = `/v1/halls/${cinema.hallId}`;
    const { name, cleaningMinutes, loneSeatRule, version } = (await call(program.url, 'GET', path)).body;
    expect([name, cleaningMinutes, loneSeatRule, version]).toEqual(['Studio', 35, 'enforce', 2]);
    const body = { name: 'One', cleaningMinutes: 20, loneSeatRule: 'warn' };
    expectStatus(await call(program.url, 'PUT', path, { token: staff, body }), 200);
    await page.getByLabel('Name', { exact: true }).fill('Atelier');
    await save.click();
    await page.getByText('Somebody else has changed this meanwhile.', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Load the newer version' }).click();
    await page.getByRole('heading', { level: 1, name: 'One' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('imports a seating plan, and says where one is broken', async () => {
    const { page } = await openVisitor(browser, program.url, sizes.desk);
    await signIn(page, '/desk/halls', staff);
    await page.getByRole('link', { name: 'Edit One' }).waitFor();
    expect(await axeFaults(page)).toEqual([]);
    const give = (content: string) =>
      page.getByLabel('Seating plan', { exact: true }).setInputFiles({
        ...{ name: 'plan.json', mimeType: 'application/json', buffer: Buffer.from(content) },
      });
    await give('no plan');
    await page.getByText('This file is not JSON.').waitFor();
    await give(JSON.stringify({ ...plan, categories: [] }));
    await page.getByText('zones.0.rows.0.seats.0.category: there is no category Stalls').waitFor();
    await give(JSON.stringify(plan));
    await page.getByRole('heading', { level: 1, name: 'Saal 2' }).waitFor();
    await seat(page, 'Row A, seat 3, Regular Parkett').waitFor();
  });

  it('builds a hall of equal rows', async () => {
    const { page, complaints } = await openVisitor(browser, program.url, sizes.phone);
    await signIn(page, '/desk/halls', staff);
    await page.getByLabel('Name', { exact: true }).fill('Three');
    await page.getByLabel('Rows').fill('2');
    await page.getByLabel('Seats in each row').fill('4');
    await page.getByRole('button', { name: 'Build a hall' }).click();
    await page.getByRole('heading', { level: 1, name: 'Three' }).waitFor();
    await seat(page, 'Row B, seat 4, Regular').waitFor();
    expect(complaints).toEqual([]);
  });

  it.each(Object.entries(sizes))(
    'has nothing that axe finds, on a %s, light and dark',
    async (_size, options) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const { page } = await openHall({ ...options, colorScheme });
        await page.getByRole('rowheader', { name: 'B' }).click();
        expect(await axeFaults(page)).toEqual([]);
        await page.context().close();
      }
    },
  );
});
