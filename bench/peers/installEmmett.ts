import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

/** emmett's dependencies do not fit beside the program's: it has a lock file of its own. */
export const installEmmett = (): void => {
  const folder = path.join(import.meta.dirname, 'emmett');
  if (existsSync(path.join(folder, 'node_modules'))) return;
  process.stderr.write('installing emmett for the comparison\n');
  const stdio: ['ignore', 'ignore', 'inherit'] = ['ignore', 'ignore', 'inherit'];
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio });
};
