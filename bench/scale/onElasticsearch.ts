/** The same searches where Elasticsearch answers them, on the machine's own or one that the tests know how to get. */
import { setTimeout as pause } from 'node:timers/promises';
import { elasticsearchIsHere, startTestElasticsearch } from '../../tests/support/elasticsearch.ts';
import { askAlone } from './browsing.ts';
import type { Measure } from './Measure.ts';
import { type Program, type ScaleBench, startProgram, withDatabase } from './program.ts';
import type { Timetable } from './timetable.ts';

const pollMs = 500;
const copyMsMax = 1_800_000;

const copied = async ({ address }: Program): Promise<void> => {
  const untilMs = performance.now() + copyMsMax;
  for (;;) {
    const response = await fetch(`${address}/v1/movies?q=the`);
    await response.text();
    if (response.headers.get('marquee-search') === 'elasticsearch') return;
    if (performance.now() > untilMs) throw new Error('the index is not filled in time');
    await pause(pollMs);
  }
};

export const askElasticsearch = async (
  bench: ScaleBench,
  timetable: Timetable,
  showtimes: number,
): Promise<readonly Measure[]> => {
  if (!(await elasticsearchIsHere())) {
    bench.say('no Elasticsearch here: not measured beside it');
    return [];
  }
  const engine = await startTestElasticsearch();
  bench.stops.push(() => engine.stop());
  return await withDatabase(bench, async (_query, url) => {
    const env = { EVENT_LOG: 'postgres', DATABASE_URL: url, ELASTICSEARCH_URL: engine.url };
    const program = await startProgram(bench, { env });
    const begun = performance.now();
    await copied(program);
    const seconds = (performance.now() - begun) / 1_000;
    const asked = await askAlone(bench, program, timetable, showtimes);
    await program.stop();
    return [
      { what: 'index of Elasticsearch from nothing', value: seconds, unit: 's' },
      ...asked
        .filter(({ what }) => !what.startsWith('showtimes'))
        .map(({ what, value, unit }) => ({ what: `${what}, on Elasticsearch`, value, unit })),
    ];
  });
};
