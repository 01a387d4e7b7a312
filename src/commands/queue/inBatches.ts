/** Calls that arrive while one is under way go together with the next, in order. */
export const inBatches = <Item, Answer>(
  run: (items: readonly Item[]) => Promise<readonly Answer[]>,
  { itemsMax, waitingMax, full }: { readonly itemsMax: number; readonly waitingMax: number; full(): Error },
): ((item: Item) => Promise<Answer>) => {
  interface Waiting {
    readonly item: Item;
    readonly resolve: (answer: Answer) => void;
    readonly reject: (error: unknown) => void;
  }
  let waiting: Waiting[] = [];
  let isRunning = false;
  const runAll = async (): Promise<void> => {
    isRunning = true;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, itemsMax);
      waiting = waiting.slice(itemsMax);
      try {
        const answers = await run(batch.map(({ item }) => item));
        for (const [index, { resolve, reject }] of batch.entries()) {
          const answer = answers[index];
          if (answer === undefined) reject(new Error('a batch gave fewer answers than it was asked for'));
          else resolve(answer);
        }
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    isRunning = false;
  };
  return (item) =>
    new Promise((resolve, reject) => {
      if (waiting.length >= waitingMax) return reject(full());
      waiting.push({ item, resolve, reject });
      if (!isRunning) void runAll();
    });
};
