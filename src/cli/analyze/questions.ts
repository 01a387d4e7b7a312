import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { CommandRefused } from '../command/CommandRefused.ts';

const folder = path.resolve(import.meta.dirname, '../../../docs/analytics');
/** Views that all questions use. */
const base = 'base';

export interface Question {
  readonly name: string;
  readonly sql: string;
  /** In words: the first line of its SQL. */
  readonly title: string;
  /** Vega-Lite, without data. */
  readonly chart: object;
}

const textOf = (file: string): Promise<string> => readFile(path.join(folder, file), 'utf8');

export const baseSql = (): Promise<string> => textOf(`${base}.sql`);

export const questionNames = async (): Promise<readonly string[]> =>
  (await readdir(folder))
    .filter((file) => file.endsWith('.sql'))
    .map((file) => path.basename(file, '.sql'))
    .filter((name) => name !== base)
    .sort();

/** Throws CommandRefused for a name that is none. */
export const readQuestion = async (name: string): Promise<Question> => {
  const names = await questionNames();
  if (!names.includes(name)) {
    throw new CommandRefused(`there is no question ${name}: say one of ${names.join(', ')}`);
  }
  const sql = await textOf(`${name}.sql`);
  const title = sql.split('\n')[0]?.replace(/^-- /, '') ?? name;
  return { name, sql, title, chart: JSON.parse(await textOf(`${name}.vl.json`)) as object };
};
