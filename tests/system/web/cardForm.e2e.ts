/** Stripe's card form at the checkout, with a stand-in for Stripe's script and one for its API. */
import { randomBytes } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFaults, browserIsHere, openBrowser, openVisitor } from '../../support/browser.ts';
import { cleanUp, dataFolder, makeToken, type Program, startProgram } from '../../support/program.ts';
import { standInTokens } from '../../support/stripe/StripePaymentsState.ts';
import { type StripeStandIn, startStripeStandIn } from '../../support/stripe/startStripeStandIn.ts';
import { type Cinema, openCinema } from '../support/cinema.ts';

const testMs = 90_000;
const publishableKey = `pk_test_${randomBytes(12).toString('hex')}`;

/** As much of Stripe's script as the page uses. What is typed as the card's number is the payment method. */
const script = `
  window.Stripe = (key) => {
    if (key !== '${publishableKey}') throw new Error('another key');
    const input = document.createElement('input');
    input.setAttribute('aria-label', 'Card number');
    return {
      elements: ({ mode, amount, currency }) => ({
        create: () => ({ mount: (place) => place.append(input), destroy: () => input.remove() }),
        submit: async () => input.value === '' ? { error: { message: 'Your card number is incomplete.' } } : {},
        terms: [mode, amount, currency].join(' '),
      }),
      createPaymentMethod: async ({ elements }) =>
        elements.terms === 'payment 2500 gbp' ? { paymentMethod: { id: input.value } } : { error: {} },
      handleNextAction: async ({ clientSecret }) => {
        await fetch('https://api.stripe.com/v1/stand-in', { method: 'POST', body: clientSecret });
        return {};
      },
    };
  };
  window.Stripe.version = 'endive';
`;

describe.runIf(browserIsHere())('the card form', () => {
  let stripe: StripeStandIn;
  let program: Program;
  let cinema: Cinema;
  let browser: Browser;
  beforeAll(async () => {
    stripe = await startStripeStandIn();
    const dataDir = await dataFolder();
    program = await startProgram({
      dataDir,
      env: {
        STRIPE_API_KEY: stripe.apiKey,
        STRIPE_API_BASE: stripe.url,
        STRIPE_PUBLISHABLE_KEY: publishableKey,
      },
    });
    cinema = await openCinema(program.url, await makeToken(dataDir, 'admin'));
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await cleanUp();
    await stripe.close();
  });

  const atCheckout = async ({ agrees = true, hasScript = true } = {}) => {
    const visitor = await openVisitor(browser, program.url);
    const { page } = visitor;
    await page.route('https://js.stripe.com/**', (route) =>
      hasScript ? route.fulfill({ contentType: 'text/javascript', body: script }) : route.abort(),
    );
    await page.route('https://api.stripe.com/**', async (route) => {
      stripe.state.confirm(route.request().postData() ?? '', agrees);
      await route.fulfill({ headers: { 'access-control-allow-origin': '*' }, body: '' });
    });
    await page.goto(`/shows/${cinema.showtimeId}`);
    await page.getByRole('button', { name: 'Find the best seats' }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForURL('**/checkout/*');
    return visitor;
  };
  const fill = async (page: Page, card: string): Promise<void> => {
    await page.getByLabel('Card number').fill(card);
    await page.getByLabel('Name').fill('Ada Lovelace');
    await page.getByLabel('E-mail').fill('ada@example.org');
  };
  const pay = (page: Page) => page.getByRole('button', { name: 'Pay £25' }).click();
  const booked = async (page: Page): Promise<string> => {
    await page.waitForURL('**/bookings/*');
    await page.getByText('Booked', { exact: true }).waitFor();
    return new URL(page.url()).pathname.slice('/bookings/'.length);
  };
  const intentsOf = (bookingId: string) =>
    [...stripe.state.intents.values()].filter(({ metadata }) => metadata.bookingId === bookingId);

  it('says what is missing, and pays once', { timeout: testMs }, async () => {
    const { page, complaints } = await atCheckout();
    await fill(page, '');
    expect(await axeFaults(page)).toEqual([]);
    await pay(page);
    await page.getByText('Something in the card details is missing or wrong.').waitFor();
    await page.getByLabel('Card number').fill(standInTokens.ok);
    await page.getByRole('button', { name: 'Pay £25' }).dblclick();
    const bookingId = await booked(page);
    expect(intentsOf(bookingId).map(({ status }) => status)).toEqual(['succeeded']);
    expect(complaints).toEqual([]);
  });

  it('lets the holder confirm the payment', { timeout: testMs }, async () => {
    const { page, complaints } = await atCheckout();
    await fill(page, standInTokens.asksHolder);
    await pay(page);
    const bookingId = await booked(page);
    expect(intentsOf(bookingId).map(({ status }) => status)).toEqual(['succeeded']);
    expect(complaints).toEqual([]);
  });

  it('says that the card was declined when its holder does not confirm', { timeout: testMs }, async () => {
    const { page } = await atCheckout({ agrees: false });
    await fill(page, standInTokens.asksHolder);
    await pay(page);
    await page
      .getByRole('alert')
      .getByText(/^The card was declined/)
      .waitFor({ timeout: 30_000 });
    await page.getByLabel('Card number').fill(standInTokens.ok);
    await pay(page);
    const bookingId = await booked(page);
    expect(intentsOf(bookingId).filter(({ status }) => status === 'succeeded')).toHaveLength(1);
  });

  it('says so when the form cannot be had', { timeout: testMs }, async () => {
    const { page } = await atCheckout({ hasScript: false });
    await page.getByText(/^The card form could not be loaded/).waitFor();
    expect(await axeFaults(page)).toEqual([]);
  });
});
