/** Writes docs/events.md; with `--check` only says whether it is up to date. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { eventCatalog } from '../src/domain/eventCatalog.ts';
import { renderEventDocs } from './eventDocs/renderEventDocs.ts';

const page = path.resolve(import.meta.dirname, '../docs/events.md');
const wanted = renderEventDocs([...eventCatalog.values()]);

const written = (): string => {
  try {
    return readFileSync(page, 'utf8');
  } catch {
    return '';
  }
};

if (!process.argv.includes('--check')) writeFileSync(page, wanted);
else if (written() !== wanted) {
  console.error('docs/events.md is behind the code: run npm run docs');
  process.exitCode = 1;
}
