/** A finger that pans a seat map, on a processor four times as slow: work of the page's main thread, frame by frame. */
import type { Browser, Page } from 'playwright-core';
import { z } from 'zod';
import { sizes } from '../../tests/support/browser.ts';

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
      args: z.looseObject({ name: z.string().optional() }).optional(),
    }),
  ),
});
type TraceEvent = z.output<typeof traceSchema>['traceEvents'][number];

/** Work from one frame that is handed to the compositor to the next, on the main thread that drew most; milliseconds, sorted. */
export const workPerFrame = (events: readonly TraceEvent[]): readonly number[] => {
  const threadOf = ({ pid, tid }: TraceEvent): string => `${pid} ${tid}`;
  const main = events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  const commits = (thread: string): readonly number[] =>
    events.filter((event) => event.name === 'Commit' && threadOf(event) === thread).map(({ ts }) => ts);
  const [thread = ''] = main.map(threadOf).sort((one, other) => commits(other).length - commits(one).length);
  const frames = [...commits(thread)].sort((one, other) => one - other);
  const tasks = events.filter((event) => event.name === 'RunTask' && threadOf(event) === thread);
  const workMs = new Array<number>(Math.max(0, frames.length - 1)).fill(0);
  for (const { ts, dur = 0 } of tasks) {
    const frame = frames.findLastIndex((commit) => commit <= ts + dur);
    if (frame >= 0 && frame < workMs.length) workMs[frame] = (workMs[frame] ?? 0) + dur / 1_000;
  }
  return workMs.sort((one, other) => one - other);
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

/** `prepare` may answer requests of the page in the program's place. */
export const panSeatMap = async (
  browser: Browser,
  url: string,
  prepare: (page: Page) => Promise<void> = async () => undefined,
): Promise<readonly number[]> => {
  const context = await browser.newContext({ ...sizes.phone, locale: 'en-GB' });
  const page = await context.newPage();
  try {
    await prepare(page);
    await page.goto(url);
    await page.locator('canvas').first().waitFor();
    await page.waitForTimeout(settledMs);
    await page.getByRole('button', { name: 'Zoom in' }).click();
    const middle = await middleOfMap(page);
    await page.waitForTimeout(settledMs);
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    await browser.startTracing(page, {
      categories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'],
    });
    await panAround(page, middle);
    const trace = traceSchema.parse(JSON.parse((await browser.stopTracing()).toString('utf8')));
    return workPerFrame(trace.traceEvents);
  } finally {
    await context.close();
  }
};
