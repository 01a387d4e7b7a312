import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

/** Installs what is for a benchmark alone, with a lock file of its own, beside its package.json in `folder`. */
export const installApart = (folder: string): void => {
  if (existsSync(path.join(folder, 'node_modules'))) return;
  process.stderr.write(`installing what is in ${path.relative(process.cwd(), folder)} for the comparison\n`);
  const stdio: ['ignore', 'ignore', 'inherit'] = ['ignore', 'ignore', 'inherit'];
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio });
};
