/** The map under fingers: what is drawn moves with them, and a tap means the seat that is seen there. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserIsHere, openBrowser, openVisitor } from '../../support/browser.ts';
import { eventually } from '../../support/eventually.ts';
import { cleanUp, dataFolder, makeToken, type Program, startProgram } from '../../support/program.ts';
import { type Cinema, openCinema } from '../support/cinema.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

const by = ({ x, y }: Point, dx: number, dy: number): Point => ({ x: x + dx, y: y + dy });
const steps = 8;
const looksMax = 20;

/** Fingers that go from one place to another in steps. */
const drag = async (page: Page, fingers: readonly { from: Point; to: Point }[]): Promise<void> => {
  const session = await page.context().newCDPSession(page);
  const at = (share: number): Point[] =>
    fingers.map(({ from, to }) => by(from, (to.x - from.x) * share, (to.y - from.y) * share));
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: Point[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints });
  await touch('touchStart', at(0));
  for (let step = 1; step <= steps; step += 1) await touch('touchMove', at(step / steps));
  await touch('touchEnd', []);
};

/** Pixels of two pictures of one size that clearly differ; edges that were smoothed otherwise do not. */
const pixelsApart = (page: Page, one: Buffer, other: Buffer): Promise<unknown> => {
  const [first, second] = [one, other].map((picture) => JSON.stringify(picture.toString('base64')));
  return page.evaluate(`(async () => {
    const pixels = async (text) => {
      const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))]));
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
      context.drawImage(bitmap, 0, 0);
      return context.getImageData(0, 0, bitmap.width, bitmap.height).data;
    };
    const [one, other] = [await pixels(${first}), await pixels(${second})];
    return one.filter((value, index) => Math.abs(value - other[index]) > 64).length;
  })()`);
};

describe.runIf(browserIsHere())('the seat map under fingers', () => {
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

  const openZoomed = async (): Promise<{ page: Page; seat: Point; complaints: readonly string[] }> => {
    const { page, complaints } = await openVisitor(browser, program.url);
    await page.goto(`/shows/${cinema.showtimeId}`);
    await page.getByRole('grid').getByText(/Free$/).first().waitFor({ state: 'attached' });
    for (let step = 0; step < 2; step += 1) await page.getByRole('button', { name: 'Zoom in' }).click();
    const box = await page.locator('[data-seat-map]').boundingBox();
    if (box === null) throw new Error('the map has no place');
    return {
      page,
      complaints,
      // Four seats meet in the middle; at this scale they are 56 pixels wide.
      seat: by({ x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) }, 28, 28),
    };
  };
  const held = (page: Page) => page.getByRole('button', { name: /^Remove Row/ });
  const around = (page: Page, { x, y }: Point): Promise<Buffer> =>
    page.screenshot({ clip: { x: x - 40, y: y - 40, width: 80, height: 80 }, animations: 'disabled' });

  /** The worker may paint a moment after the page says what it shows. */
  const settled = async (page: Page, place: Point): Promise<Buffer> => {
    let last = await around(page, place);
    for (let look = 0; look < looksMax; look += 1) {
      await page.waitForTimeout(500);
      const next = await around(page, place);
      if (next.equals(last)) return next;
      last = next;
    }
    throw new Error('the map does not come to rest');
  };

  it('draws what a finger moves where the finger is, and pinches around the point between two', async () => {
    const { page, seat, complaints } = await openZoomed();
    await page.touchscreen.tap(seat.x, seat.y);
    await held(page).waitFor();
    await page
      .getByRole('status')
      .getByText(/^Held for you/)
      .waitFor();
    const before = await settled(page, seat);

    const moved = by(seat, -56, -40);
    await drag(page, [{ from: seat, to: moved }]);
    const apart = async (place: Point) => pixelsApart(page, await around(page, place), before);
    await eventually(async () => expect(await apart(moved)).toBe(0), 20_000);
    expect(await apart(seat)).not.toBe(0);

    await drag(page, [
      { from: by(moved, -60, 0), to: by(moved, -50, 0) },
      { from: by(moved, 60, 0), to: by(moved, 50, 0) },
    ]);
    await eventually(async () => expect(await apart(moved)).not.toBe(0), 20_000);
    await page.touchscreen.tap(moved.x, moved.y);
    await held(page).waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  it('draws a seat that another guest takes, on a map that was moved', async () => {
    const { page, seat } = await openZoomed();
    await drag(page, [{ from: seat, to: by(seat, -56, -40) }]);
    const before = await settled(page, seat);
    const apart = async () => pixelsApart(page, await around(page, seat), before);
    expect(await apart()).toBe(0);
    const other = await openZoomed();
    await drag(other.page, [{ from: seat, to: by(seat, -56, -40) }]);
    await other.page.touchscreen.tap(seat.x, seat.y);
    await held(other.page).waitFor();
    await eventually(async () => expect(await apart()).not.toBe(0), 20_000);
  });
});
