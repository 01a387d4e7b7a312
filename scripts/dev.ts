/** The program, and beside it the pages as they are typed, on one address. Ctrl-C ends both. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createServer } from 'vite';

const root = path.resolve(import.meta.dirname, '..');
const web = path.join(root, 'web');

const program = spawn(process.execPath, [path.join(root, 'src/main.ts'), ...process.argv.slice(2)], {
  stdio: 'inherit',
});
const pages = await createServer({ root: web, configFile: path.join(web, 'vite.config.ts') });
await pages.listen();
pages.printUrls();
program.once('exit', (code) => {
  process.exitCode = code ?? 0;
  void pages.close();
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => program.kill(signal));
