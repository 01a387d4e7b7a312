export interface GrowingPass {
  size(): number;
  /** Whether the pass found as much as it asked for; the next one then asks for twice as much. */
  wasFull(found: number): boolean;
}

export const growingPass = ({
  first,
  most,
}: {
  readonly first: number;
  readonly most: number;
}): GrowingPass => {
  let size = first;
  return {
    size: () => size,
    wasFull: (found) => {
      const isFull = found === size;
      size = isFull ? Math.min(2 * size, most) : first;
      return isFull;
    },
  };
};

/** In order. The first error leaves the rest and is thrown once those in flight have ended. */
export const inFlight = async <Item>(
  items: readonly Item[],
  inFlightMax: number,
  work: (item: Item) => Promise<void>,
): Promise<void> => {
  const queue = items.values();
  const failures: unknown[] = [];
  const worker = async (): Promise<void> => {
    for (const item of queue) {
      if (failures.length > 0) return;
      await work(item).catch((error: unknown) => void failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: Math.min(inFlightMax, items.length) }, worker));
  if (failures.length > 0) throw failures[0];
};
