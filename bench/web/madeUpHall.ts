/** Gives a page a hall five times the largest size that the API allows, two of three seats free. */
import type { Page } from 'playwright-core';

const rows = 100;
const seatsPerRow = 100;
export const madeUpSeats = rows * seatsPerRow;

const layoutOf = (known: object): object => ({
  ...known,
  rows: Array.from({ length: rows }, (_, y) => ({
    label: `R${y + 1}`,
    seats: Array.from({ length: seatsPerRow }, (__, x) => ({
      ...{ id: `R${y + 1}-${x + 1}`, label: String(x + 1), x, y, type: x % 10 === 0 ? 'premium' : 'regular' },
    })),
  })),
  screen: { x: seatsPerRow / 2, y: -1, width: seatsPerRow * 0.8 },
});

export const madeUpHall = async (page: Page): Promise<void> => {
  await page.route('**/v1/halls/*/layouts/*', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: layoutOf(await answer.json()) });
  });
  await page.route('**/seats/stream', async (route) => {
    const status = 'AAH'.repeat(madeUpSeats).slice(0, madeUpSeats);
    const data = JSON.stringify({ revision: 1, layoutVersion: 1, status });
    await route.fulfill({
      contentType: 'text/event-stream',
      body: `event: snapshot\nid: 1\ndata: ${data}\n\n`,
    });
  });
};
