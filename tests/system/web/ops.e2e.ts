/** An operator looks at the program on its own page, also where operators have a port of their own. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { axeFaults, browserIsHere, openBrowser, openVisitor, sizes } from '../../support/browser.ts';
import { cleanUp, dataFolder, makeToken, type Program, startProgram } from '../../support/program.ts';
import { call, problemOf } from '../support/api.ts';
import { type Cinema, openCinema } from '../support/cinema.ts';
import { holdSeats } from '../support/sales.ts';

const testMs = 120_000;

describe.runIf(browserIsHere())('an operator', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterEach(cleanUp);
  afterAll(() => browser.close());

  const opened = async (env: Readonly<Record<string, string>> = {}) => {
    const dataDir = await dataFolder();
    const program = await startProgram({ dataDir, env });
    const admin = await makeToken(dataDir, 'admin');
    return { program, admin, cinema: await openCinema(program.url, admin) };
  };
  const open = async (url: string, token: string, options = {}) => {
    const visitor = await openVisitor(browser, url, { ...sizes.desk, ...options });
    await visitor.page.goto('/ops');
    await visitor.page.getByLabel('Access token').fill(token);
    await visitor.page.getByRole('button', { name: 'Sign in' }).click();
    return visitor;
  };
  const refuseOnce = async (program: Program, { showtimeId }: Cinema): Promise<void> => {
    await holdSeats(program.url, showtimeId, ['A1']);
    const body = { seatIds: ['A1'] };
    const again = await call(program.url, 'POST', `/v1/showtimes/${showtimeId}/holds`, { body });
    expect(problemOf(again)).toBe('seats-unavailable');
  };

  it(
    'sees engines, read models, processes, refusals, budgets and waiting rooms',
    async () => {
      const { program, admin, cinema } = await opened();
      const { page, complaints } = await open(program.url, admin);
      const part = (name: string) => page.getByRole('region', { name, exact: true });
      await part('What works').getByText('Selling seats').waitFor();
      expect(await part('What works').getByText('works', { exact: true }).count()).toBe(3);
      await part('Engines').getByText('postgres').waitFor();
      await part('Read models and reactions')
        .getByRole('row', { name: /^catalog live/ })
        .waitFor();
      await part('Processes')
        .getByRole('row', { name: /Runs here/ })
        .first()
        .waitFor();
      await part('Budgets').getByRole('row', { name: 'open-holds 0 0' }).waitFor();
      await part('Waiting rooms').getByText('Callers who wait').waitFor();
      await refuseOnce(program, cinema);
      await part('Refusals')
        .getByRole('row', { name: /^seats-unavailable 1 / })
        .waitFor();
      expect(complaints).toEqual([]);
      await page.context().close();
      for (const options of Object.values(sizes)) {
        for (const colorScheme of ['light', 'dark'] as const) {
          const other = await open(program.url, admin, { ...options, colorScheme });
          await other.page.getByRole('row', { name: /^catalog/ }).waitFor();
          expect(await axeFaults(other.page)).toEqual([]);
          await other.page.context().close();
        }
      }
    },
    testMs,
  );

  it(
    'is told where to look when operators have a port of their own, and finds all there',
    async () => {
      const { program, admin } = await opened({ OPS_PORT: '0' });
      const there = /^For operators: {3}(http:\/\/\S+)\/metrics$/m.exec(program.stdout())?.[1] ?? '';
      const { page, complaints } = await open(program.url, admin);
      await page.getByText('This program was started with OPS_PORT').waitFor();
      expect(await axeFaults(page)).toEqual([]);
      const other = await open(there, admin);
      await other.page.getByRole('row', { name: /^catalog/ }).waitFor();
      expect([...complaints, ...other.complaints]).toEqual([]);
    },
    testMs,
  );
});
