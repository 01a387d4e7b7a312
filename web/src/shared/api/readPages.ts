export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

export interface PageAsked {
  readonly limit: string;
  readonly cursor?: string;
}

const pageItems = '100';

/** The items of a list page by page, and whether they are all: after `pagesMax` the rest is left. */
export const readPages = async <Item>(
  pagesMax: number,
  ask: (query: PageAsked) => Promise<Page<Item>>,
): Promise<{ readonly items: readonly Item[]; readonly isWhole: boolean }> => {
  const items: Item[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < pagesMax; page += 1) {
    const found: Page<Item> = await ask({ limit: pageItems, ...(cursor === null ? {} : { cursor }) });
    items.push(...found.items);
    cursor = found.nextCursor;
    if (cursor === null) return { items, isWhole: true };
  }
  return { items, isWhole: false };
};
