import os from 'node:os';

const mib = 2 ** 20;

export const usableMemoryBytes = (): number => {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, os.totalmem()) : os.totalmem();
};

const share = (
  bytes: number,
  part: number,
  { least, most }: { readonly least: number; readonly most: number },
) => `${Math.min(Math.max(Math.floor((bytes * part) / mib), least), most)}MB`;

/** For a server that shares the machine: an eighth for shared buffers, not a quarter. */
export const memorySettings = (bytes: number): Readonly<Record<string, string>> => ({
  shared_buffers: share(bytes, 1 / 8, { least: 128, most: 4_096 }),
  effective_cache_size: share(bytes, 1 / 2, { least: 256, most: 65_536 }),
  work_mem: share(bytes, 1 / 1_024, { least: 4, most: 32 }),
  maintenance_work_mem: share(bytes, 1 / 32, { least: 64, most: 1_024 }),
});
