import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { z } from 'zod';

/** What only some pages may use: the scripts of others, and the camera. */
const pageUses = ['payment', 'turnstile', 'camera'] as const;
export type PageUse = (typeof pageUses)[number];
export type OutsideScript = Exclude<PageUse, 'camera'>;

/** As the build of the pages writes it. */
const pageList = z
  .array(
    z.strictObject({
      path: z.string(),
      uses: z.array(z.enum(pageUses)),
      scripts: z.array(z.string()).default([]),
      styles: z.array(z.string()).default([]),
    }),
  )
  .min(1)
  .max(100);

export interface Page {
  readonly uses: readonly PageUse[];
  /** For the header Link: what the page needs besides what its document names. */
  readonly preloads: string;
}

export interface PageFiles {
  readonly root: string;
  has(path: string): boolean;
  pageAt(pathname: string): Page | undefined;
}

const listName = 'pages.json';
const document = 'index.html';
const compressedFile = /\.(?:br|gz)$/;

/** Undefined when the pages were not built. */
export const readPageFiles = (root: string): PageFiles | undefined => {
  const names = namesIn(root);
  if (!names.includes(listName)) return undefined;
  const hidden = new Set([listName, document]);
  const files = new Set(names.filter((name) => !compressedFile.test(name) && !hidden.has(name)));
  const pages = pageList
    .parse(JSON.parse(readFileSync(join(root, listName), 'utf8')))
    .map(({ path, uses, scripts, styles }) => ({
      pattern: new URLPattern({ pathname: path }),
      page: { uses, preloads: preloadsOf(scripts, styles) },
    }));
  return {
    root,
    has: (path) => files.has(path),
    pageAt: (pathname) =>
      isNormal(pathname) ? pages.find(({ pattern }) => pattern.test({ pathname }))?.page : undefined,
  };
};

/** `crossorigin` as the build writes it into the document: without it the browser would fetch a style sheet twice. */
const preloadsOf = (scripts: readonly string[], styles: readonly string[]): string =>
  [
    ...scripts.map((name) => `</${name}>; rel=modulepreload`),
    ...styles.map((name) => `</${name}>; rel=preload; as=style; crossorigin`),
  ].join(', ');

/** A pattern would take `/%2e%2e` for `/`. */
const isNormal = (pathname: string): boolean =>
  URL.parse(pathname, 'http://localhost')?.pathname === pathname;

const namesIn = (root: string): readonly string[] => {
  try {
    return readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(root.length + 1)
          .replaceAll(sep, '/'),
      );
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
};
