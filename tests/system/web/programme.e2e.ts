/** Staff plan a day on the timeline by mouse and by keyboard, see what clashes, and copy a week. */
import { DateTime } from 'luxon';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFaults, browserIsHere, openBrowser, openVisitor, sizes } from '../../support/browser.ts';
import { eventually } from '../../support/eventually.ts';
import { cleanUp, dataFolder, makeToken, type Program, startProgram } from '../../support/program.ts';
import { call, expectStatus, list, text } from '../support/api.ts';
import { type Cinema, openCinema } from '../support/cinema.ts';
import { signIn } from '../support/staffPages.ts';

const dayMs = 86_400_000;
const dateIn = (days: number): string => new Date(Date.now() + days * dayMs).toISOString().slice(0, 10);
const inLondon = (date: string, time: string): string =>
  DateTime.fromISO(`${date}T${time}`, { zone: 'Europe/London' }).toJSDate().toISOString();
/** Pixels on the timeline, which begins at six. */
const pxAt = (hour: number): number => (hour - 6) * 60 * 1.6;

describe.runIf(browserIsHere())('the programme', () => {
  let program: Program;
  let cinema: Cinema;
  let staff: string;
  let otherId: string;
  let browser: Browser;
  beforeAll(async () => {
    const dataDir = await dataFolder();
    program = await startProgram({ dataDir });
    const admin = await makeToken(dataDir, 'admin');
    cinema = await openCinema(program.url, admin);
    const body = { title: 'Mon Oncle', runtimeMinutes: 116, genres: ['Comedy'] };
    const made = expectStatus(await call(program.url, 'POST', '/v1/movies', { token: admin, body }), 201);
    otherId = text(made.body.id);
    staff = await makeToken(dataDir, 'staff', { args: ['--theater', cinema.theaterId] });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await cleanUp();
  });

  const open = async (date: string, options: object = sizes.desk) => {
    const visitor = await openVisitor(browser, program.url, options);
    await signIn(visitor.page, `/desk/programme?date=${date}`, staff);
    await visitor.page.getByRole('heading', { level: 1, name: 'Programme' }).waitFor();
    return visitor;
  };
  const film = (page: Page) => page.getByRole('button', { name: 'Place Playtime' });
  const showsOf = async (date: string) => {
    const path = `/v1/theaters/${cinema.theaterId}/showtimes?date=${date}`;
    return list(expectStatus(await call(program.url, 'GET', path), 200).body.items);
  };
  const scheduleOther = async (date: string, time: string): Promise<void> => {
    const body = {
      ...{ movieId: otherId, hallId: cinema.hallId, startsAt: inLondon(date, time) },
      basePrice: { amount: 1_000, currency: 'GBP' },
    };
    expectStatus(await call(program.url, 'POST', '/v1/showtimes', { token: staff, body }), 201);
  };
  const schedule = async (page: Page): Promise<void> => {
    const dialog = page.getByRole('dialog', { name: 'Schedule Playtime' });
    await dialog.getByLabel('Base price in GBP').fill('9.50');
    expect(await axeFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Schedule' }).click();
    await page.getByText(/^Scheduled: Playtime at /).waitFor();
  };

  it('takes a film that is dragged to a time', async () => {
    const date = dateIn(5);
    const { page, complaints } = await open(date);
    expect(await axeFaults(page)).toEqual([]);
    await film(page).dragTo(page.locator('[data-hall]').first(), { targetPosition: { x: pxAt(20), y: 40 } });
    await schedule(page);
    await page.getByRole('button', { name: 'Playtime 20:00 to 22:00, One, clean at 22:20' }).waitFor();
    await eventually(async () =>
      expect((await showsOf(date)).map(({ priceParts }) => Object(priceParts).base)).toEqual([
        { amount: 950, currency: 'GBP' },
      ]),
    );
    expect(complaints).toEqual([]);
  });

  it('goes with the keyboard alone, and says what clashes', async () => {
    const date = dateIn(6);
    const { page, complaints } = await open(date);
    await film(page).focus();
    await page.keyboard.press('Enter');
    const ghost = (words: string) => page.getByRole('button', { name: `Playtime ${words}` });
    await ghost('18:00 to 20:00, One, clean at 20:20. Free').waitFor();
    await page.keyboard.press('Enter');
    await schedule(page);

    await film(page).focus();
    await page.keyboard.press('Enter');
    await ghost(
      '18:00 to 20:00, One, clean at 20:20. Clashes with Playtime at 18:00: the hall is free from 20:20',
    ).waitFor();
    expect(await axeFaults(page)).toEqual([]);
    for (const key of ['PageDown', 'PageDown', 'ArrowRight', 'ArrowRight', 'ArrowRight']) {
      await page.keyboard.press(key);
    }
    await ghost('20:15 to 22:15, One, clean at 22:35. Clashes with Playtime').waitFor();
    await page.keyboard.press('ArrowRight');
    await ghost('20:20 to 22:20, One, clean at 22:40. Free').waitFor();
    await page.keyboard.press('Enter');
    await schedule(page);
    await eventually(async () => expect((await showsOf(date)).length).toBe(2));
    expect(complaints).toEqual([]);
  });

  it('says what is in the hall until when, when another was faster', async () => {
    const date = dateIn(8);
    const { page } = await open(date);
    await film(page).click();
    await page.getByRole('button', { name: /^Playtime 18:00/ }).click();
    await scheduleOther(date, '18:30');
    await page.getByLabel('Base price in GBP').fill('9');
    await page.getByRole('dialog').getByRole('button', { name: 'Schedule' }).click();
    await page
      .getByRole('alert')
      .getByText('Clashes with Mon Oncle at 18:30: the hall is free from 20:46')
      .waitFor();
    expect(await axeFaults(page)).toEqual([]);
  });

  it('copies a week, and leaves out what is there already', async () => {
    const { page, complaints } = await open(dateIn(5));
    await page.getByLabel('Week of', { exact: true }).fill(dateIn(5));
    await page.getByLabel('To the week of').fill(dateIn(19));
    await page.getByText('4 shows can be copied').waitFor();
    await page.getByRole('button', { name: 'Copy 4 shows' }).click();
    await page.getByText('4 shows were copied').waitFor();
    const [before, after] = [await showsOf(dateIn(6)), await showsOf(dateIn(20))];
    const hourOf = (show: Readonly<Record<string, unknown>>) => String(show.startsAt).slice(11);
    expect(after.map(hourOf)).toEqual(before.map(hourOf));

    await page.getByLabel('To the week of').fill(dateIn(33));
    await page.getByText('4 shows can be copied').waitFor();
    await page.getByLabel('To the week of').fill(dateIn(19));
    await page.getByText('4 shows cannot:').waitFor();
    const left = page.getByRole('listitem').filter({ hasText: 'Clashes with Playtime at 20:00' });
    await left.filter({ hasText: 'the hall is free from 22:20' }).waitFor();
    expect(await page.getByRole('button', { name: /^Copy 0/ }).isDisabled()).toBe(true);
    expect(await axeFaults(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('says which show is in the way of a copy that is refused', async () => {
    const { page, complaints } = await open(dateIn(5));
    await page.getByLabel('Week of', { exact: true }).fill(dateIn(5));
    await page.getByLabel('To the week of').fill(dateIn(47));
    await page.getByText('4 shows can be copied').waitFor();
    await scheduleOther(dateIn(47), '21:00');
    await page.getByRole('button', { name: 'Copy 4 shows' }).click();
    await page.getByText('3 shows were copied').waitFor();
    await page.getByText('1 show was refused:').waitFor();
    const refused = page.getByRole('listitem').filter({ hasText: 'Clashes with Mon Oncle at 21:00' });
    await refused.filter({ hasText: 'the hall is free from 23:16' }).waitFor();
    expect(await axeFaults(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('calls a show off', async () => {
    const date = dateIn(5);
    const { page, complaints } = await open(date);
    await page.getByRole('button', { name: /^Playtime 20:00/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Playtime' });
    await dialog.getByText('0 of 120 seats taken').waitFor();
    await dialog.locator('summary').click();
    await dialog.getByLabel(/^Reason/).fill('The projector is broken');
    expect(await axeFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Cancel this show' }).click();
    await page.getByText('Cancelled: Playtime').waitFor();
    await eventually(async () =>
      expect((await showsOf(date)).map(({ status }) => status)).toEqual(['cancelled']),
    );
    expect(complaints).toEqual([]);
  });

  it.each(Object.entries(sizes))(
    'has nothing that axe finds, on a %s, light and dark',
    async (_size, options) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const { page } = await open(dateIn(6), { ...options, colorScheme });
        await page.getByRole('button', { name: /^Playtime 18:00/ }).waitFor();
        await film(page).click();
        expect(await axeFaults(page)).toEqual([]);
        await page.context().close();
      }
    },
  );
});
