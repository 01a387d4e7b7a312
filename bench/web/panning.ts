/** A finger that pans a seat map, on a processor four times as slow: work of the page's main thread, frame by frame. */
import type { Browser, Page } from 'playwright-core';
import { z } from 'zod';
import { sizes } from '../../tests/support/browser.ts';
import { ascending } from '../figures.ts';

const slowdown = 4;
const moves = 90;
const movePx = 6;
const frameMs = 1_000 / 60;
const settledMs = 1_500;

const traceSchema = z.object({
  traceEvents: z.array(
    z.object({
      name: z.string(),
      ph: z.string(),
      pid: z.number(),
      tid: z.number(),
      ts: z.number(),
      dur: z.number().optional(),
      /** Processor time. */
      tdur: z.number().optional(),
    }),
  ),
});
type TraceEvent = z.output<typeof traceSchema>['traceEvents'][number];

/** Of a pan; milliseconds, sorted. */
export interface Panned {
  /** Processor time of the page's main thread from one frame that it hands to the compositor to the next. */
  readonly workMs: readonly number[];
  /** From one picture of the map to the next. */
  readonly picturesMs: readonly number[];
}

const threadOf = ({ pid, tid }: TraceEvent): string => `${pid} ${tid}`;
const gapsMs = (times: readonly number[]): readonly number[] =>
  ascending(times.slice(1).map((ts, index) => (ts - (times[index] ?? ts)) / 1_000));

/** The thread that did most of what is named, and when. */
const busiest = (events: readonly TraceEvent[], isNamed: (event: TraceEvent) => boolean) => {
  const named = Map.groupBy(events.filter(isNamed), threadOf);
  const [thread = '', found = []] =
    [...named].sort(([, one], [, other]) => other.length - one.length)[0] ?? [];
  return { thread, times: ascending(found.map(({ ts }) => ts)) };
};

export const pannedOf = (events: readonly TraceEvent[]): Panned => {
  const frames = busiest(events, ({ name }) => name === 'Commit');
  const painted = busiest(events, ({ name }) => name === 'FireAnimationFrame');
  const tasks = events.filter((event) => event.name === 'RunTask' && threadOf(event) === frames.thread);
  const workMs = new Array<number>(Math.max(0, frames.times.length - 1)).fill(0);
  for (const { ts, dur = 0, tdur = 0 } of tasks) {
    const frame = frames.times.findLastIndex((time) => time <= ts + dur);
    if (frame >= 0 && frame < workMs.length) workMs[frame] = (workMs[frame] ?? 0) + tdur / 1_000;
  }
  return { workMs: ascending(workMs), picturesMs: gapsMs(painted.times) };
};

const middleOfMap = async (page: Page): Promise<readonly [number, number]> => {
  const box = await page.locator('[data-seat-map]').boundingBox();
  if (box === null) throw new Error('the seat map has no place');
  return [box.x + box.width / 2, box.y + box.height / 2];
};

const panAround = async (page: Page, from: readonly [number, number]): Promise<void> => {
  const session = await page.context().newCDPSession(page);
  let [x, y] = from;
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd') =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] });
  await touch('touchStart');
  for (let move = 0; move < moves; move += 1) {
    const back = Math.floor(move / 15) % 2 === 0 ? 1 : -1;
    x += back * movePx;
    y += back * movePx * 0.5;
    await touch('touchMove');
    await page.waitForTimeout(frameMs);
  }
  await touch('touchEnd');
};

const panSlowly = async (browser: Browser, page: Page, from: readonly [number, number]): Promise<Panned> => {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  await browser.startTracing(page, {
    categories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'],
  });
  await panAround(page, from);
  const trace = traceSchema.parse(JSON.parse((await browser.stopTracing()).toString('utf8')));
  return pannedOf(trace.traceEvents);
};

const onPhone = async (browser: Browser, visit: (page: Page) => Promise<Panned>): Promise<Panned> => {
  const context = await browser.newContext({ ...sizes.phone, locale: 'en-GB' });
  return visit(await context.newPage()).finally(() => context.close());
};

/** `prepare` may answer requests of the page in the program's place. */
export const panSeatMap = (
  browser: Browser,
  url: string,
  prepare: (page: Page) => Promise<void> = async () => undefined,
): Promise<Panned> =>
  onPhone(browser, async (page) => {
    await prepare(page);
    await page.goto(url);
    await page.locator('canvas').first().waitFor();
    await page.waitForTimeout(settledMs);
    await page.getByRole('button', { name: 'Zoom in' }).click();
    const middle = await middleOfMap(page);
    await page.waitForTimeout(settledMs);
    const panned = await panSlowly(browser, page, middle);
    const pictures = panned.picturesMs.length + 1;
    if (pictures < moves / 2) throw new Error(`a pan of ${moves} moves was painted ${pictures} times`);
    return panned;
  });

/** What the browser itself does for a finger: a page that shows nothing and does nothing of it. */
export const panBlankPage = (browser: Browser): Promise<Panned> =>
  onPhone(browser, async (page) => {
    await page.setContent('<div data-seat-map style="block-size: 470px; touch-action: none"></div>');
    await page.waitForTimeout(settledMs);
    return panSlowly(browser, page, await middleOfMap(page));
  });
