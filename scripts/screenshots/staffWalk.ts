import type { Page } from 'playwright-core';

export interface StaffWalk {
  readonly admin: string;
  readonly gate: string;
  /** One that has seats booked. */
  readonly showtimeId: string;
}

interface Show {
  readonly theater: { readonly id: string; readonly name: string };
  readonly hall: { readonly id: string };
}

const kept = (token: string): string => `sessionStorage.setItem('marquee.access-token', '${token}')`;

/** Every page of the staff of the theater that shows it. */
export const staffWalk = async (
  page: Page,
  shoot: (name: string) => Promise<void>,
  { admin, gate, showtimeId }: StaffWalk,
): Promise<void> => {
  await page.goto('/desk');
  await page.locator('input[name=token]').waitFor();
  await shoot('staff');
  await page.evaluate(kept(admin));
  await page.goto('/desk');
  await page.locator('input[name=theater]').waitFor();
  await shoot('desk-theaters');
  const { theater, hall } = (await (await page.request.get(`/v1/showtimes/${showtimeId}`)).json()) as Show;
  await page.evaluate(`localStorage.setItem('marquee.desk-theater', '${theater.id}')`);
  const desk = `/desk/shows/${showtimeId}`;
  const pages = [
    { name: 'desk-tonight', path: '/desk', ready: 'main a[href^="/desk/shows/"], main [role=status]' },
    { name: 'desk-counter', path: desk, ready: 'main canvas' },
    { name: 'desk-block', path: `${desk}/block`, ready: 'main canvas' },
    { name: 'desk-bookings', path: `${desk}/bookings`, ready: 'main a[href^="/desk/bookings/"]' },
    { name: 'desk-prices', path: `${desk}/prices`, ready: 'main table' },
    { name: 'desk-search', path: '/desk/search', ready: 'input[name=q]' },
    { name: 'desk-troubles', path: '/desk/troubles', ready: 'main section [role=status]' },
    { name: 'programme', path: '/desk/programme', ready: 'main section[dir=ltr] li' },
    { name: 'halls', path: '/desk/halls', ready: 'main a[href^="/desk/halls/"]' },
    { name: 'hall', path: `/desk/halls/${hall.id}`, ready: '[role=grid]' },
    { name: 'log', path: '/log', ready: 'main table' },
    { name: 'log-reports', path: '/log/reports', ready: 'main table' },
    { name: 'log-show', path: `/log/shows/${showtimeId}`, ready: 'input[type=range]' },
    { name: 'ops', path: '/ops', ready: 'main table' },
  ];
  for (const { name, path, ready } of pages) {
    await page.goto(path);
    await page.locator(ready).first().waitFor();
    await shoot(name);
  }
  await page.evaluate(kept(gate));
  await page.goto('/gate');
  await page.locator('input[name=theater]').fill(theater.name);
  await shoot('gate-prepare');
  await page.locator('main li button', { hasText: theater.name }).first().click();
  await page.locator('input[name=code]').waitFor();
  await shoot('gate');
  await page.locator('input[name=code]').fill('not a ticket');
  await page.locator('input[name=code]').press('Enter');
  await page.locator('section[role=alert]').first().waitFor();
  await shoot('gate-verdict');
};
