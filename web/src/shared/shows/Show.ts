import type { components } from '../api/schema.ts';

export type Show = components['schemas']['Showtime'] & {
  /** In answers about a place. */
  readonly distanceKm?: number;
};
export type Movie = components['schemas']['Movie'];

/** Groups in the order of their first member. */
export const groupBy = <Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): readonly (readonly Item[])[] => {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
};
