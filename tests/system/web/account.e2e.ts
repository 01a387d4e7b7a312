/** A guest signs in on the pages: by the code of a real mail and by a passkey, on two devices, one of which is signed out. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFaults, browserIsHere, openBrowser, openVisitor, sizes } from '../../support/browser.ts';
import { eventually } from '../../support/eventually.ts';
import { freePort } from '../../support/freePort.ts';
import { cleanUp, dataFolder, makeToken, type Program, startProgram } from '../../support/program.ts';
import { startTestSmtp, type TestSmtp } from '../../support/smtp.ts';
import { expectStatus } from '../support/api.ts';
import { openCinema } from '../support/cinema.ts';
import { holdSeats, orderFor, pay } from '../support/sales.ts';

const testMs = 120_000;

describe.runIf(browserIsHere())('an account', () => {
  let smtp: TestSmtp;
  let program: Program;
  let browser: Browser;
  let address: string;
  /** Passkeys are for names, not for addresses. */
  let site: string;
  beforeAll(async () => {
    smtp = await startTestSmtp();
    const dataDir = await dataFolder();
    const port = await freePort();
    site = `http://localhost:${port}`;
    program = await startProgram({
      dataDir,
      port,
      env: {
        PASSKEY_RP_ID: 'localhost',
        PASSKEY_ORIGINS: site,
        SMTP_URL: smtp.url,
        MAIL_FROM: 'tickets@example.org',
      },
    });
    const { showtimeId } = await openCinema(program.url, await makeToken(dataDir, 'admin'));
    const order = orderFor(await holdSeats(program.url, showtimeId, ['A1']), 'tok_ok');
    expectStatus(await pay(program.url, order), 201);
    address = order.body.customer.email;
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await cleanUp();
    await smtp.close();
  });

  const codes = (): readonly string[] =>
    smtp.received.flatMap(({ data }) =>
      /sign-in code/.test(data) ? (/^[0-9]{8}$/m.exec(data.replaceAll('\r', ''))?.slice(0, 1) ?? []) : [],
    );
  const signIn = async (page: Page): Promise<void> => {
    const before = codes().length;
    await page.goto('/bookings');
    await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
    await page.getByLabel('E-mail').fill(address);
    await page.getByRole('button', { name: 'Send the code' }).click();
    const code = await eventually(() => {
      if (codes().length === before) throw new Error('no mail with a code yet');
      return codes().at(-1) ?? '';
    }, 30_000);
    await page.getByLabel('Code from the mail').fill(code);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('heading', { name: 'Your account' }).waitFor();
  };

  it('shows all bookings on every device, and ends a sign-in from another', { timeout: testMs }, async () => {
    const phone = await openVisitor(browser, site);
    await phone.page.goto('/account');
    await phone.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await axeFaults(phone.page)).toEqual([]);
    await signIn(phone.page);
    expect(await axeFaults(phone.page)).toEqual([]);
    await phone.page.getByRole('main').getByRole('link', { name: 'My bookings' }).click();
    await phone.page.getByRole('link', { name: 'Playtime' }).click();
    await phone.page.getByRole('img', { name: /^Ticket with QR code/ }).waitFor();
    expect(phone.complaints).toEqual([]);

    const desk = await openVisitor(browser, site, sizes.desk);
    await signIn(desk.page);
    await desk.page.getByRole('button', { name: 'Sign out there' }).click();
    await eventually(async () =>
      expect(await desk.page.getByRole('button', { name: 'Sign out there' }).count()).toBe(0),
    );
    await phone.page.goto('/bookings');
    await phone.page.getByRole('main').getByRole('link', { name: 'Sign in' }).waitFor();
    await desk.page.reload();
    await desk.page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await desk.page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  it('signs in with a passkey that was made there', { timeout: testMs }, async () => {
    const { page, complaints } = await openVisitor(browser, site);
    const device = await page.context().newCDPSession(page);
    await device.send('WebAuthn.enable');
    await device.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true },
        ...{ hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
      },
    });
    await signIn(page);
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByText(/^Made /).waitFor();
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.getByRole('heading', { name: 'Your account' }).waitFor();
    await page.getByRole('button', { name: 'Remove' }).click();
    await eventually(async () => expect(await page.getByText(/^Made /).count()).toBe(0));
    expect(complaints).toEqual([]);
  });

  it('renews what is over, and stays signed in', { timeout: testMs }, async () => {
    const { page } = await openVisitor(browser, site);
    await signIn(page);
    const stored = 'marquee.account';
    await page.evaluate((name) => {
      const account = JSON.parse(localStorage.getItem(name) ?? '{}');
      localStorage.setItem(name, JSON.stringify({ ...account, expiresAt: new Date(0).toISOString() }));
    }, stored);
    await page.goto('/bookings');
    await page.getByRole('link', { name: 'Playtime' }).waitFor();
    const expiresAt = await page.evaluate(
      (name) => JSON.parse(localStorage.getItem(name) ?? '{}').expiresAt,
      stored,
    );
    expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now());
  });
});
