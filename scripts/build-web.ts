/** Builds the pages, for `npm ci` and `npm run build`. Without the development dependencies there is nothing to build with. */
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../web');
const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';

const vite = await import('vite').catch((error: unknown) => {
  if (!isMissing(error)) throw error;
  console.log('vite is not installed: the pages are not built');
  return undefined;
});
await vite?.build({ root, configFile: path.join(root, 'vite.config.ts'), logLevel: 'warn' });
