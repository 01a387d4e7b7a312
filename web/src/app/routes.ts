import type { ComponentType } from 'preact';
import { lazyPage } from './lazyPage.tsx';
import { pages } from './pages.ts';

export interface PageProps {
  readonly params: Readonly<Record<string, string | undefined>>;
}

type PageModule = Readonly<Record<string, ComponentType<PageProps>>>;

const modules = import.meta.glob<PageModule>('../features/*/*Page.tsx');

const load = async (script: string): Promise<ComponentType<PageProps>> => {
  const module = await modules[`../features/${script}.tsx`]?.();
  const page = module?.[script.slice(script.indexOf('/') + 1)];
  if (page === undefined) throw new Error(`there is no page in ${script}`);
  return page;
};

/** Every page with its script, which is fetched when it is first shown. */
export const routes = pages.map(({ path, script }) => ({ path, page: lazyPage(() => load(script)) }));
