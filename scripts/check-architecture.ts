/** Runs the architecture's rules over src and web, and the tests' own rule over tests; fails with one line per fault. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { findViolations } from './architecture/findViolations.ts';
import { measureFaults, measureLimits, type Sources, testFaults } from './architecture/measures.ts';
import { webFaults } from './architecture/webFaults.ts';

const root = path.resolve(import.meta.dirname, '..');

const generated = /\/schema\.ts$/;

/** Folders of installed packages are skipped. */
const readSources = (folder: string): Sources => {
  const files = readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll(path.sep, '/')}`)
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('/node_modules/') && !generated.test(name))
    .sort();
  return new Map(files.map((file) => [file, readFileSync(path.join(root, file), 'utf8')]));
};
const sources = readSources('src');
const web = readSources('web/src');

const faults = [
  ...[...sources].flatMap(([file, text]) => findViolations(file, text)),
  ...measureFaults(sources),
  ...[...web].flatMap(([file, text]) => webFaults(file, text)),
  ...measureFaults(web, measureLimits.webMedianLinesMax),
  ...testFaults(readSources('tests')),
];
for (const fault of faults) console.error(fault);
console.log(`architecture: ${sources.size + web.size} files, ${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
