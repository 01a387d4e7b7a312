/** Writes the example in docs/whatif.md and its picture, as the command answers it. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { drawPicture } from '../src/cli/whatif/picture.ts';
import { exampleRules, tellExample } from './whatif/example.ts';

const docs = path.resolve(import.meta.dirname, '../docs');
const page = path.join(docs, 'whatif.md');
const shown = /(<!-- example -->\n```\n)[\s\S]*?(\n```\n)/;

const { answer, text } = await tellExample();
await writeFile(path.join(docs, 'pictures/whatif.svg'), await drawPicture(answer, exampleRules));
const before = await readFile(page, 'utf8');
await writeFile(
  page,
  before.replace(shown, (_all, open: string, close: string) => `${open}${text}${close}`),
);
