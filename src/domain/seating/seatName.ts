const endsInDigit = /[0-9]$/;
const beginsPlainly = /^[0-9]/;

/** A seat as it is printed, "A12". A hyphen keeps "1-12" apart from "11-2", and a word from what stands beside it. */
export const seatName = (row: string, number: string): string => {
  if (row === '') return number;
  return endsInDigit.test(row) || !beginsPlainly.test(number) ? `${row}-${number}` : `${row}${number}`;
};
