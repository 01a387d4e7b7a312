import { InvalidArgumentError } from 'commander';
import { idSchema } from '../../domain/kernel/ids.ts';

/** Of an option. Throws InvalidArgumentError. */
export const showtimeId = (text: string): string => {
  if (idSchema.safeParse(text).success) return text;
  throw new InvalidArgumentError('A UUID, as in the address of the showtime.');
};

/** `hint`: what is said of any other text. */
export const number =
  (isGood: (value: number) => boolean, hint: string) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() !== '' && isGood(value)) return value;
    throw new InvalidArgumentError(hint);
  };

export const wholeNumber = (least: number, most: number) =>
  number(
    (value) => Number.isInteger(value) && value >= least && value <= most,
    `A number from ${least} to ${most}.`,
  );
