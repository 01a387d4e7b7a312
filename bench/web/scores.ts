/** What Lighthouse gives a page, as on a phone of middle class with its simulated slow network. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { findChromium } from '../../tests/support/browser.ts';
import { median } from '../figures.ts';
import { installApart } from '../installApart.ts';

const folder = path.join(import.meta.dirname, 'lighthouse');
const runsPerPage = 5;
const triesMax = 3;
const runWithinMs = 180_000;
const reportBytesMax = 64 * 1_024 * 1_024;

const score = z.object({ score: z.number().nullable() });
const reportSchema = z.object({
  categories: z.object({ performance: score, accessibility: score, 'best-practices': score }),
});

export const categories = ['performance', 'accessibility', 'best-practices'] as const;
export type Scores = Readonly<Record<(typeof categories)[number], number>>;

const scoresOf = (of: (category: keyof Scores) => number): Scores => ({
  performance: of('performance'),
  accessibility: of('accessibility'),
  'best-practices': of('best-practices'),
});

const scoresOnce = async (url: string): Promise<Scores> => {
  const args = [
    path.join(folder, 'node_modules/lighthouse/cli/index.js'),
    url,
    ...['--output=json', '--quiet', '--chrome-flags=--headless=new --no-sandbox'],
    `--only-categories=${categories.join(',')}`,
  ];
  const env = { ...process.env, CHROME_PATH: findChromium() };
  const limits = { timeout: runWithinMs, maxBuffer: reportBytesMax };
  const { stdout } = await promisify(execFile)(process.execPath, args, { env, ...limits });
  const report = reportSchema.parse(JSON.parse(stdout));
  return scoresOf((category) => 100 * (report.categories[category].score ?? Number.NaN));
};

/** Chromium now and then ends a trace before it has begun. */
const scored = async (url: string): Promise<Scores> => {
  for (let tried = 1; tried < triesMax; tried += 1) {
    const scores = await scoresOnce(url).catch((error: Error) => {
      if (error.message.includes('NO_NAVSTART')) return undefined;
      throw error;
    });
    if (scores !== undefined) return scores;
  }
  return scoresOnce(url);
};

/** Medians of five runs. */
export const lighthouseScores = async (url: string): Promise<Scores> => {
  installApart(folder);
  const runs: Scores[] = [];
  for (let run = 0; run < runsPerPage; run += 1) runs.push(await scored(url));
  return scoresOf((category) => median(runs.map((scores) => scores[category])));
};
