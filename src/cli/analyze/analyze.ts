import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { drawChart } from '../../adapters/charts/drawChart.ts';
import { type Duckdb, openDuckdb } from '../../adapters/duckdb/openDuckdb.ts';
import { CommandRefused } from '../command/CommandRefused.ts';
import { refuseToReplace } from '../command/newFile.ts';
import { readManifest } from '../replay/manifest.ts';
import { viewsSql } from '../replay/tablesSql.ts';
import { baseSql, readQuestion } from './questions.ts';
import { tableText } from './tableText.ts';

const engine = { memoryMegabytes: 1_024, threads: 2 } as const;
const rowsShownMax = 200;

export interface AnalyzeOptions {
  readonly data: string;
  readonly picture?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** The tables of an export and the views of the questions. Throws CommandRefused, CommandRefused, DuckdbMissing. */
export const openAnalysis = async (folder: string): Promise<Duckdb> => {
  const manifest = await readManifest(folder);
  if (manifest === undefined || manifest.format !== 'parquet') {
    throw new CommandRefused(
      `${folder} holds no export in Parquet: make one with npm run replay -- --format parquet --out ${folder}`,
    );
  }
  if (!manifest.isComplete)
    throw new CommandRefused(`the export in ${folder} is not complete: go on with it first`);
  const duckdb = await openDuckdb(engine);
  for (const view of viewsSql(manifest, `${path.resolve(folder)}/`)) await duckdb.run(view);
  await duckdb.run(await baseSql());
  return duckdb;
};

/** Numbers as numbers, which text of large integers is not. */
const numeric = (value: unknown): unknown =>
  typeof value === 'string' && /^-?\d{1,15}(?:\.\d+)?$/.test(value) ? Number(value) : value;

export const answer = async (
  duckdb: Duckdb,
  sql: string,
): Promise<readonly Readonly<Record<string, unknown>>[]> =>
  (await duckdb.rows(sql)).map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, numeric(value)])),
  );

export const analyze = async (name: string, options: AnalyzeOptions): Promise<void> => {
  const { data, force = false, json = false } = options;
  const question = await readQuestion(name);
  const picture = options.picture ?? `${name}.svg`;
  refuseToReplace(picture, '--picture', force);
  const duckdb = await openAnalysis(data);
  try {
    const rows = await answer(duckdb, question.sql);
    const more =
      rows.length > rowsShownMax ? `\n… ${rows.length - rowsShownMax} rows more: --json gives all` : '';
    const text = json
      ? rows.map((row) => JSON.stringify(row)).join('\n')
      : `${question.title}\n\n${rows.length === 0 ? 'no rows' : tableText(rows.slice(0, rowsShownMax))}${more}`;
    process.stdout.write(`${text}\n`);
    await writeFile(picture, await drawChart(question.chart, rows));
    process.stderr.write(`picture: ${picture}\n`);
  } finally {
    duckdb.close();
  }
};
