/** What is due next, earliest first. */
export interface DueList<Item> {
  add(dueMs: number, item: Item): void;
  /** Removes what is due by `nowMs`; undefined when nothing is. */
  take(nowMs: number): { readonly dueMs: number; readonly item: Item } | undefined;
  size(): number;
}

const slotMs = 20;

/** In slots of 20 ms, which is exact enough for callers who come seconds apart. */
export const dueList = <Item>(): DueList<Item> => {
  const slots = new Map<number, { readonly dueMs: number; readonly item: Item }[]>();
  let first = Number.POSITIVE_INFINITY;
  let size = 0;
  return {
    add: (dueMs, item) => {
      const slot = Math.floor(dueMs / slotMs);
      const due = slots.get(slot);
      if (due === undefined) slots.set(slot, [{ dueMs, item }]);
      else due.push({ dueMs, item });
      first = Math.min(first, slot);
      size += 1;
    },
    take: (nowMs) => {
      for (const last = Math.floor(nowMs / slotMs); first <= last && size > 0; first += 1) {
        const found = slots.get(first)?.pop();
        if (found !== undefined) {
          size -= 1;
          return found;
        }
        slots.delete(first);
      }
      return undefined;
    },
    size: () => size,
  };
};
