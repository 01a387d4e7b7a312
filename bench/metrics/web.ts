/** The pages for guests, in a real Chromium beside the program on the same machine. */
import { z } from 'zod';
import { openBrowser } from '../../tests/support/browser.ts';
import type { Bench } from '../Bench.ts';
import { percentile } from '../figures.ts';
import { buildStage, type Stage } from '../stage.ts';
import { startNode } from '../subjects/marquee.ts';
import { visit } from '../web/guestPages.ts';
import { pagesOpen, readers, watchChanges } from '../web/liveChanges.ts';
import { madeUpHall, madeUpSeats } from '../web/madeUpHall.ts';
import { type Panned, panBlankPage, panSeatMap } from '../web/panning.ts';
import { categories, lighthouseScores, type Scores } from '../web/scores.ts';
import { tapSeats, touchMap } from '../web/tapping.ts';
import type { Measure, Metric } from './Metric.ts';

const largestHall = { showtimes: 3, seats: 2_000, halls: 1 };
const mustScore: Scores = { performance: 95, accessibility: 100, 'best-practices': 95 };
const must = { scriptKiB: 60, frameMs: 8, interactionMs: 200, heldMs: 150, seenMs: 300 } as const;

const idsSchema = z.object({ items: z.array(z.looseObject({ id: z.string() })).min(1) });

const firstOf = async (origin: string, path: string): Promise<string> => {
  const answer = await fetch(origin + path);
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`GET ${path}: ${answer.status} ${text.slice(0, 500)}`);
  return idsSchema.parse(JSON.parse(text)).items[0]?.id ?? '';
};

interface Shop {
  readonly origin: string;
  readonly stage: Stage;
  readonly urls: Readonly<Record<'home' | 'film' | 'theater' | 'search' | 'seat map', string>>;
}

const openShop = async (bench: Bench): Promise<Shop & { stop(): Promise<unknown> }> => {
  const { server, adminToken } = await startNode(bench, { env: { DEMO_CATALOG: 'on' } });
  const origin = server.address;
  const film = await firstOf(origin, '/v1/movies?bookable=true&limit=1');
  const theater = await firstOf(origin, '/v1/theaters?limit=1');
  const stage = await buildStage(origin, adminToken, largestHall);
  const urls = {
    home: `${origin}/`,
    film: `${origin}/films/${film}`,
    theater: `${origin}/theaters/${theater}`,
    search: `${origin}/search?q=the`,
    'seat map': `${origin}/shows/${stage.showtimeIds[0]}`,
  };
  return { origin, stage, urls, stop: server.stop };
};

const atMost = (name: string, value: number, limit: number | undefined, unit: Measure['unit']): Measure => ({
  ...{ name, value, unit },
  ...(limit === undefined ? {} : { must: limit }),
  less: true,
});

const scoreMeasures = async ({ urls }: Shop): Promise<readonly Measure[]> => {
  const measures: Measure[] = [];
  for (const name of ['home', 'film', 'seat map'] as const) {
    const scores = await lighthouseScores(urls[name]);
    for (const category of categories)
      measures.push({
        name: `${name}, ${category.replace('-', ' ')}`,
        ...{ value: scores[category], unit: 'points', must: mustScore[category] },
      });
  }
  return measures;
};

const panMeasures = (seats: string, { workMs, picturesMs }: Panned, limit: number | undefined) => [
  atMost(`${seats} seats panned, main thread per frame, p95`, percentile(workMs, 0.95), limit, 'ms'),
  atMost(
    `${seats} seats panned, from picture to picture, median`,
    percentile(picturesMs, 0.5),
    undefined,
    'ms',
  ),
];

export const web: Metric = {
  id: 'web',
  title: 'The pages for guests, in Chromium',
  when: 'named',
  run: async (bench) => {
    const shop = await openShop(bench);
    const browser = await openBrowser();
    const notes: string[] = [];
    try {
      const measures: Measure[] = [...(await scoreMeasures(shop))];
      for (const [name, url] of Object.entries(shop.urls)) {
        const { scriptBytes, axeFaults } = await visit(browser, url);
        measures.push(
          atMost(`${name}, scripts as sent`, scriptBytes / 1_024, must.scriptKiB, 'KiB'),
          atMost(`${name}, faults that axe finds`, axeFaults.length, 0, 'count'),
        );
        notes.push(...axeFaults.map((fault) => `axe, ${name}: ${fault}`));
      }
      const [taps = '', pans = '', live = ''] = shop.stage.showtimeIds;
      const show = (id: string): string => `${shop.origin}/shows/${id}`;
      const blank = await panBlankPage(browser);
      const panned = await panSeatMap(browser, show(pans));
      const many = await panSeatMap(browser, show(pans), madeUpHall);
      const touched = await touchMap(browser, show(pans));
      const held = await tapSeats(browser, show(taps));
      const { origin, stage } = shop;
      const seen = await watchChanges(browser, { origin, showtimeId: live, seatIds: stage.seatIds });
      measures.push(
        atMost(
          'a blank page panned, main thread per frame, p95',
          percentile(blank.workMs, 0.95),
          undefined,
          'ms',
        ),
        ...panMeasures('2,000', panned, must.frameMs),
        ...panMeasures(madeUpSeats.toLocaleString('en'), many, undefined),
        atMost(
          'touch of the map to the next paint, p98',
          percentile(touched, 0.98),
          must.interactionMs,
          'ms',
        ),
        atMost('touch of a seat to held on the screen, p95', percentile(held, 0.95), must.heldMs, 'ms'),
        atMost('change of another to the screen, worst', seen.at(-1) ?? Number.NaN, must.seenMs, 'ms'),
      );
      notes.push(
        `Lighthouse with its settings for phones, median of five. Panning and touching at a processor slowed down four times, on a phone’s screen; work of the main thread is processor time, a blank page shows what the browser itself needs of it, and a worker paints the map, without a graphics processor here; ${readers} others read the live map that ${pagesOpen} pages show.`,
      );
      return { measures, notes };
    } finally {
      await browser.close();
      await shop.stop();
    }
  },
};
