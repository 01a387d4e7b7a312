import type { Plugin } from 'vite';
import { type PagePath, pages } from '../src/app/pages.ts';

/** `pages.json`, from which the program knows which URLs are pages and what each may load from elsewhere. */
export const writePageList = (): Plugin => ({
  name: 'page-list',
  generateBundle() {
    const listed: readonly PagePath[] = pages;
    const source = JSON.stringify(listed.map(({ path, uses = [] }) => ({ path, uses })));
    this.emitFile({ type: 'asset', fileName: 'pages.json', source });
  },
});
