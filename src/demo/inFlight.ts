/**
 * Runs `work` over the items in their order with at most `inFlightMax` at a time. Stops taking items when the
 * signal is aborted or one of them throws; what is in flight then is waited for. The first error is thrown again.
 */
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
