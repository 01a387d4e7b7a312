/** In order, until the signal aborts or one throws. Waits for those in flight, then throws the first error. */
export const forEachInFlight = async <Item>(
  items: readonly Item[],
  inFlightMax: number,
  work: (item: Item) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> => {
  const queue = items.values();
  let failure: { readonly error: unknown } | undefined;
  const worker = async (): Promise<void> => {
    for (const item of queue) {
      if (failure !== undefined || signal?.aborted === true) return;
      try {
        await work(item);
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(inFlightMax, items.length) }, worker));
  if (failure !== undefined) throw failure.error;
};
