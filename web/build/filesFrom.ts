import type { Rolldown } from 'vite';

export type Bundle = Rolldown.OutputBundle;

export interface Files {
  readonly scripts: readonly string[];
  readonly styles: readonly string[];
  /** Fonts, workers and the like. */
  readonly assets: readonly string[];
}

const chunksFrom = (bundle: Bundle, start: string, found: Map<string, Rolldown.OutputChunk>): void => {
  const chunk = bundle[start];
  if (chunk?.type !== 'chunk' || found.has(start)) return;
  found.set(start, chunk);
  for (const name of chunk.imports) chunksFrom(bundle, name, found);
};

/** Chunks, all that they import at once, and what those refer to. */
export const filesFrom = (bundle: Bundle, starts: readonly string[]): Files => {
  const found = new Map<string, Rolldown.OutputChunk>();
  for (const start of starts) chunksFrom(bundle, start, found);
  const data = [...found.values()].flatMap(({ viteMetadata }) => viteMetadata ?? []);
  return {
    scripts: [...found.keys()],
    styles: [...new Set(data.flatMap(({ importedCss }) => [...importedCss]))],
    assets: [...new Set(data.flatMap(({ importedAssets }) => [...importedAssets]))],
  };
};
