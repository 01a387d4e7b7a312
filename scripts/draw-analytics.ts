/** Writes docs/analytics/README.md and its pictures from a told season, so that they show what the questions answer. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { drawChart } from '../src/adapters/charts/drawChart.ts';
import { answer, openAnalysis } from '../src/cli/analyze/analyze.ts';
import { questionNames, readQuestion } from '../src/cli/analyze/questions.ts';
import { exportSeason } from './analytics/exportSeason.ts';
import { introduction, questionSection } from './analytics/page.ts';
import { seasonWeeks, tellSeason } from './analytics/season.ts';

const folder = path.resolve(import.meta.dirname, '../docs/analytics');
const pictures = path.join(folder, 'pictures');

const { events } = await tellSeason(seasonWeeks);
const out = await mkdtemp(path.join(os.tmpdir(), 'marquee-season-'));
try {
  await exportSeason(events, out);
  const duckdb = await openAnalysis(out);
  await mkdir(pictures, { recursive: true });
  const sections: string[] = [];
  for (const name of await questionNames()) {
    const question = await readQuestion(name);
    const rows = await answer(duckdb, question.sql);
    await writeFile(path.join(pictures, `${name}.svg`), await drawChart(question.chart, rows));
    sections.push(questionSection(question, rows));
  }
  duckdb.close();
  await writeFile(path.join(folder, 'README.md'), [introduction(events.length), ...sections].join('\n'));
} finally {
  await rm(out, { recursive: true, force: true });
}
