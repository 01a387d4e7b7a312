import type { Plugin } from 'vite';
import { pages } from '../src/app/pages.ts';
import { type Bundle, type Files, filesFrom } from './filesFrom.ts';

const filesOf = (bundle: Bundle, isWanted: (moduleId: string) => boolean): Files =>
  filesFrom(
    bundle,
    Object.values(bundle).flatMap((each) =>
      each.type === 'chunk' && each.moduleIds.some(isWanted) ? [each.fileName] : [],
    ),
  );

/** `pages.json`, from which the program knows which URLs are pages, what each needs at once and may load from elsewhere. */
export const writePageList = (): Plugin => ({
  name: 'page-list',
  generateBundle(_options, bundle) {
    const document = filesOf(bundle, (id) => id.endsWith('/src/main.tsx'));
    const source = JSON.stringify(
      pages.map(({ path, script, uses = [] }) => {
        const { scripts, styles } = filesOf(bundle, (id) => id.endsWith(`/features/${script}.tsx`));
        if (scripts.length === 0) throw new Error(`there is no ${script} in the build`);
        return {
          ...{ path, uses },
          scripts: scripts.filter((name) => !document.scripts.includes(name)),
          styles: styles.filter((name) => !document.styles.includes(name)),
        };
      }),
    );
    this.emitFile({ type: 'asset', fileName: 'pages.json', source });
  },
});
