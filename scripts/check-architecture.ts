/** Runs the architecture's rules over the files of src and fails with one line per fault. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { findViolations } from './architecture/findViolations.ts';
import { measureFaults } from './architecture/measures.ts';

const root = path.resolve(import.meta.dirname, '..');
const files = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .map((name) => `src/${name.replaceAll(path.sep, '/')}`)
  .filter((name) => name.endsWith('.ts'))
  .sort();
const sources = new Map(files.map((file) => [file, readFileSync(path.join(root, file), 'utf8')]));

const faults = [
  ...[...sources].flatMap(([file, text]) => findViolations(file, text)),
  ...measureFaults(sources),
];
for (const fault of faults) console.error(fault);
console.log(`architecture: ${files.length} files, ${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
