import type { Page } from 'playwright-core';

/** As a guest goes: each step ends on a page that is worth a picture. Gives the show that was booked. */
export const guestWalk = async (page: Page, shoot: (name: string) => Promise<void>): Promise<string> => {
  await page.goto('/');
  await page.locator('a[href^="/shows/"]').first().waitFor();
  await shoot('tonight');
  await page.locator('h2 a[href^="/films/"]').first().click();
  await page.locator('a[href^="/shows/"]').first().waitFor();
  await shoot('film');
  await page.locator('a[href^="/theaters/"]').first().click();
  await page.locator('h2 a[href^="/films/"]').first().waitFor();
  await shoot('theater');
  await page.locator('a[href^="/shows/"]').last().click();
  await page.locator('form button').first().waitFor();
  const showtimeId = page.url().split('/').at(-1) ?? '';
  await shoot('seats');
  await page.locator('form button').first().click();
  await page.getByRole('timer').waitFor();
  await shoot('chosen');
  await page.locator('section > div button').last().click();
  await page.locator('input[name=name]').fill('Ada Lovelace');
  await page.locator('input[name=email]').fill('ada@example.org');
  await shoot('checkout');
  await page.locator('form button').click();
  await page.locator('article img').waitFor();
  await shoot('booking');
  await page.goto('/bookings');
  await shoot('bookings');
  await page.goto('/search?q=the');
  await page.locator('li a[href^="/films/"]').first().waitFor();
  await shoot('search');
  await page.goto('/account');
  await page.locator('input[name=email]').waitFor();
  await shoot('account');
  return showtimeId;
};
