import os from 'node:os';
import path from 'node:path';

/**
 * For the programs that tests start: of this process's own environment only PATH. The cache is Node's; of the hundreds of processes
 * of a run only the first compiles a module.
 */
export const childEnvironment = {
  PATH: process.env.PATH ?? '',
  NODE_COMPILE_CACHE: path.join(os.tmpdir(), 'marquee-compile-cache'),
};
