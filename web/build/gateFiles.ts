import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';
import { type Bundle, filesFrom } from './filesFrom.ts';

const worker = 'gate-worker.js';
const marker = '__GATE_FILES__';
const gatePage = 'features/gate/GatePage.tsx';
/** Words of what the gate shows, in any language. */
const words = /\/locales\/\w+\/(?:app|gate|problems|session|ui)\.json$/;
const outsideBuild = ['/icon.svg', '/manifest.webmanifest'];

/** Of what is fetched later, only the gate's page, what it fetches, and its words. */
const filesOf = (bundle: Bundle): readonly string[] => {
  const chunks = Object.values(bundle).filter((each) => each.type === 'chunk');
  const starts = chunks.flatMap(({ fileName, isEntry, moduleIds, dynamicImports }) => {
    if (fileName === worker) return [];
    if (moduleIds.some((id) => id.endsWith(gatePage))) return [fileName, ...dynamicImports];
    return isEntry || moduleIds.some((id) => words.test(id)) ? [fileName] : [];
  });
  const { scripts, styles, assets } = filesFrom(bundle, starts);
  return [...scripts, ...styles, ...assets];
};

/** Tells the gate's worker which files to keep on the phone. */
export const gateFiles = (): Plugin => ({
  name: 'gate-files',
  apply: 'build',
  generateBundle(_options, bundle) {
    const chunk = bundle[worker];
    if (chunk?.type !== 'chunk') throw new Error(`there is no ${worker} in the build`);
    const paths = [...filesOf(bundle).map((name) => `/${name}`), ...outsideBuild].toSorted();
    const version = createHash('sha256').update(paths.join()).digest('hex').slice(0, 12);
    if (!chunk.code.includes(marker)) throw new Error(`${worker} does not ask for its files`);
    chunk.code = chunk.code.replace(marker, JSON.stringify({ version, paths }));
  },
});
