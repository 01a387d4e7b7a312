/** A guest at an address that holds its share is checked by the page, and holds the seats all the same. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFaults, browserIsHere, openBrowser, openVisitor, sizes } from '../../support/browser.ts';
import { eventually } from '../../support/eventually.ts';
import { cleanUp, dataFolder, makeToken, startProgram } from '../../support/program.ts';
import { startTurnstile, turnstileSecret } from '../../support/turnstile.ts';
import { call, expectStatus } from '../support/api.ts';
import { openCinema } from '../support/cinema.ts';

type Env = Readonly<Record<string, string>>;

describe.runIf(browserIsHere())('a crowded address', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await cleanUp();
  });

  const openCrowded = async (env: Env) => {
    const dataDir = await dataFolder();
    const { url } = await startProgram({ dataDir, env: { LIMIT_LOOPBACK: 'on', ...env } });
    const token = await makeToken(dataDir, 'admin');
    const { showtimeId, seatIds } = await openCinema(url, token, { rows: 4, seatsPerRow: 10 });
    const order = { seatIds: seatIds.slice(0, 10) };
    expectStatus(await call(url, 'POST', `/v1/showtimes/${showtimeId}/holds`, { body: order }), 201);
    const letters = async (): Promise<unknown> =>
      expectStatus(await call(url, 'GET', `/v1/showtimes/${showtimeId}/seats?view=compact`), 200).body.status;
    const visit = async () => {
      const visitor = await openVisitor(browser, url, sizes.desk);
      const proofs: (string | undefined)[] = [];
      visitor.page.on('request', (request) => {
        if (/\/holds$|\/holds\/[^/]+\/seats$/.test(request.url()))
          proofs.push(request.headers()['bot-check']);
      });
      const worker = Promise.withResolvers<void>();
      await visitor.page.route('**/solveWorker*', async (route) => {
        await worker.promise;
        await route.continue();
      });
      await visitor.page.goto(`/shows/${showtimeId}`);
      await visitor.page.getByText('Choose from a list instead').click();
      return { ...visitor, proofs, letWork: () => worker.resolve() };
    };
    const taken = (...ids: readonly string[]) =>
      seatIds.map((id, index) => (index < 10 || ids.includes(id) ? 'H' : 'A')).join('');
    const untilHeld = (...ids: readonly string[]) =>
      eventually(async () => expect(await letters()).toBe(taken(...ids)), 15_000);
    return { visit, untilHeld };
  };
  const tap = async (page: Page, row: string, seat: number): Promise<void> => {
    await page.getByRole('combobox', { name: /^Row/ }).selectOption(row);
    await page.getByRole('button', { name: new RegExp(`^Row ${row}, seat ${seat},`) }).click();
  };
  const says = (page: Page, words: string | RegExp) => page.getByRole('status').getByText(words).waitFor();
  const checking = /^Checking that you are a person/;
  const couldNotCheck = /could not check that you are a person\. Try again, or use another network\.$/;

  const proof = expect.stringMatching(/^[\w+/=]{100,}$/);

  it('works for the seat, and once more for a swap to more', { timeout: 60_000 }, async () => {
    const { visit, untilHeld } = await openCrowded({});
    const { page, proofs, letWork, complaints } = await visit();
    await tap(page, 'C', 3);
    await says(page, checking);
    expect(await axeFaults(page)).toEqual([]);
    letWork();
    await says(page, 'Held for you: C3. Total £12.50.');
    await tap(page, 'C', 4);
    await says(page, 'Held for you: C3 and C4. Total £25.');
    await untilHeld('C3', 'C4');
    expect(proofs).toEqual([undefined, proof, undefined, proof]);
    expect(complaints).toEqual([]);
  });

  it('stops the work when a seat is tapped, and asks for what is wanted then', {
    timeout: 60_000,
  }, async () => {
    const { visit, untilHeld } = await openCrowded({ BOT_CHECK_DIFFICULTY: '1' });
    const { page, proofs, letWork, complaints } = await visit();
    await tap(page, 'C', 3);
    await says(page, checking);
    await tap(page, 'C', 3);
    await eventually(async () => expect(await page.getByText(checking).count()).toBe(0), 5_000);
    expect(proofs).toEqual([undefined]);
    await tap(page, 'C', 5);
    await says(page, checking);
    await tap(page, 'D', 6);
    await eventually(() => expect(proofs).toEqual([undefined, undefined, undefined]), 5_000);
    letWork();
    await says(page, 'Held for you: C5 and D6. Total £25.');
    await untilHeld('C5', 'D6');
    expect(proofs).toEqual([undefined, undefined, undefined, proof]);
    expect(complaints).toEqual([]);
  });

  it('stops when the page is left', { timeout: 60_000 }, async () => {
    const { visit, untilHeld } = await openCrowded({ BOT_CHECK_DIFFICULTY: '1' });
    const { page, proofs, letWork } = await visit();
    await tap(page, 'C', 3);
    await says(page, checking);
    await page.getByRole('link', { name: 'Marquee' }).click();
    await page.getByRole('combobox', { name: /^Row/ }).waitFor({ state: 'detached' });
    letWork();
    await page.waitForLoadState('networkidle');
    expect(proofs).toEqual([undefined]);
    await untilHeld();
  });

  it('gives up after two proofs that were not taken', { timeout: 60_000 }, async () => {
    const { visit, untilHeld } = await openCrowded({ BOT_CHECK_DIFFICULTY: '1' });
    const { page, proofs, letWork } = await visit();
    letWork();
    await page.route('**/holds', async (route) => {
      const { 'bot-check': _, ...headers } = route.request().headers();
      await route.continue({ headers });
    });
    await tap(page, 'C', 3);
    await says(page, couldNotCheck);
    expect(proofs).toEqual([undefined, proof, proof]);
    await untilHeld();
  });

  describe('with Turnstile', () => {
    /** As much of Cloudflare's script as the page calls. */
    const widget = `window.turnstile = {
      render(place, { sitekey, action, cData, callback }) {
        place.textContent = sitekey;
        window.passed({ action, cData }).then(callback);
        return 'one';
      },
      remove() {},
    };`;
    const openWith = async (script: string | undefined) => {
      const cloudflare = await startTurnstile();
      const crowded = await openCrowded({
        BOT_CHECK: 'turnstile',
        TURNSTILE_SITE_KEY: '1x00000000000000000000AA',
        TURNSTILE_SECRET_KEY: turnstileSecret,
        TURNSTILE_VERIFY_URL: cloudflare.verifyUrl,
      });
      const visitor = await crowded.visit();
      const loads: string[] = [];
      await visitor.page.exposeFunction('passed', cloudflare.pass);
      await visitor.page.route('https://challenges.cloudflare.com/**', async (route) => {
        loads.push(route.request().url());
        if (script === undefined) await route.abort();
        else await route.fulfill({ contentType: 'text/javascript', body: script });
      });
      return { ...crowded, ...visitor, cloudflare, loads };
    };

    it('loads its script when it is asked for, and holds', { timeout: 60_000 }, async () => {
      const { page, loads, untilHeld, complaints, cloudflare } = await openWith(widget);
      expect(loads).toEqual([]);
      await tap(page, 'C', 3);
      await says(page, 'Held for you: C3. Total £12.50.');
      await untilHeld('C3');
      expect(loads).toEqual(['https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit']);
      expect(complaints).toEqual([]);
      await cloudflare.stop();
    });

    it('says what to do when its script cannot be loaded', { timeout: 60_000 }, async () => {
      const { page, untilHeld, cloudflare } = await openWith(undefined);
      await tap(page, 'C', 3);
      await says(page, couldNotCheck);
      await untilHeld();
      await cloudflare.stop();
    });
  });
});
