/** Staff on the pages of their cinema. */
import type { Page } from 'playwright-core';

/** Opens a page of the staff, which asks for a token first. */
export const signIn = async (page: Page, path: string, token: string): Promise<void> => {
  await page.goto(path);
  await page.getByLabel('Access token').fill(token);
  await page.getByRole('button', { name: 'Sign in' }).click();
};
