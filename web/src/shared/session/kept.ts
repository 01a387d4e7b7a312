export interface Kept {
  get(): string | undefined;
  set(value: string | undefined): void;
}

/** One value in the browser's storage, or in memory where the browser allows none. */
export const kept = (storage: Storage, name: string): Kept => {
  const key = `marquee.${name}`;
  let inMemory: string | undefined;
  return {
    get: () => {
      try {
        return storage.getItem(key) ?? undefined;
      } catch {
        return inMemory;
      }
    },
    set: (value) => {
      inMemory = value;
      try {
        if (value === undefined) storage.removeItem(key);
        else storage.setItem(key, value);
      } catch {
        return;
      }
    },
  };
};
