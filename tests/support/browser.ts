/** A real Chromium for tests of the pages: the one that CHROMIUM names, or the one that is installed. */
import { execFileSync } from 'node:child_process';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

export const findChromium = (): string | undefined => {
  const named = process.env.CHROMIUM;
  return (named === undefined ? names : [named]).map(pathOf).find((file) => file !== undefined);
};

const pathOf = (name: string): string | undefined => {
  try {
    return execFileSync('which', [name], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
};

/** Only tests that need one are left out without it; a run that requires it has been refused before any test. */
export const browserIsHere = (): boolean => findChromium() !== undefined;

/** Root may not use the sandbox; tests load nothing but our own pages. */
export const openBrowser = async (args: readonly string[] = []): Promise<Browser> => {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('no Chromium: install one, or name it in CHROMIUM');
  return await chromium.launch({ executablePath, args: ['--no-sandbox', ...args] });
};

export const sizes = {
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, deviceScaleFactor: 2 },
  desk: { viewport: { width: 1280, height: 800 } },
} as const satisfies Record<string, BrowserContextOptions>;

export interface Visitor {
  readonly page: Page;
  /** What the browser complained of: errors of scripts, refused loads, failed requests of our own. */
  readonly complaints: readonly string[];
}

/** Opens a page in a browser context without cookies or stored data. */
export const openVisitor = async (
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Visitor> => {
  const context = await browser.newContext({ baseURL: url, locale: 'en-GB', ...sizes.phone, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    // The browser also logs every answer that is a refusal, which is none of a page's faults.
    const isAnswer = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isAnswer) complaints.push(message.text());
  });
  return { page, complaints };
};

// Text has less contrast for as long as it fades in, and a notice may begin to while axe looks.
const still = `{
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('*, ::before, ::after { animation: none !important; transition: none !important }');
  document.adoptedStyleSheets.push(sheet);
  window.inMotionAgain = () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet);
  };
}`;

/** What axe finds wrong while nothing moves or fades, as rule and element. */
export const axeFaults = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(still);
  await page.evaluate(axe.source);
  return await page.evaluate(`axe
    .run({ resultTypes: ['violations'] })
    .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => id + ' ' + target)))
    .finally(inMotionAgain)`);
};
