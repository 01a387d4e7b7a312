import { existsSync } from 'node:fs';
import { CommandRefused } from './CommandRefused.ts';

/** Throws CommandRefused for a file that is there, unless it may be replaced. `option`: which says where it goes. */
export const refuseToReplace = (file: string, option: string, force = false): void => {
  if (!force && existsSync(file))
    throw new CommandRefused(`${file} is there: choose another ${option}, or replace it with --force`);
};
