import { fileURLToPath } from 'node:url';
import { type OutsideScript, readPageFiles } from '../api/pages/PageFiles.ts';
import { pageRoutes } from '../api/pages/routes.ts';
import type { Slice } from './engine/Slice.ts';

const built = fileURLToPath(new URL('../../web/dist', import.meta.url));

export const pages: Slice = {
  routes: (app, { config, payments: { options }, logger }) => {
    const files = readPageFiles(built);
    if (files === undefined) logger.warn('the pages are not built: `npm run build` makes them');
    const outsideScripts: readonly OutsideScript[] = [
      ...(config.botCheck.kind === 'turnstile' ? (['turnstile'] as const) : []),
      ...(options.publishableKey === undefined ? [] : (['payment'] as const)),
    ];
    pageRoutes(app, { pages: files, outsideScripts });
  },
};
