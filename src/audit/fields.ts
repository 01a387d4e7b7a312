/** Reads the fields of an event's data, which are whatever the log holds. */
class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

export type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

export const fieldsOf = (value: unknown, what: string): Fields => {
  if (isFields(value)) return value;
  throw new Unreadable(`${what} is not an object`);
};

export const fieldsIn = (fields: Fields, name: string): Fields => fieldsOf(fields[name], name);

export const textIn = (fields: Fields, name: string): string => {
  const value = fields[name];
  if (typeof value === 'string') return value;
  throw new Unreadable(`${name} is not a text`);
};

export const wholeIn = (fields: Fields, name: string): number => {
  const value = fields[name];
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new Unreadable(`${name} is not a whole number`);
};

export const listIn = (fields: Fields, name: string): readonly unknown[] => {
  const value = fields[name];
  if (Array.isArray(value)) return value;
  throw new Unreadable(`${name} is not a list`);
};

export const textsIn = (fields: Fields, name: string): readonly string[] =>
  listIn(fields, name).map((value) => {
    if (typeof value === 'string') return value;
    throw new Unreadable(`${name} holds something else than texts`);
  });

export const instantIn = (fields: Fields, name: string): number => {
  const ms = Date.parse(textIn(fields, name));
  if (Number.isNaN(ms)) throw new Unreadable(`${name} is not an instant`);
  return ms;
};

export interface Amount {
  readonly minor: number;
  readonly currency: string;
}

export const amountIn = (fields: Fields, name: string): Amount => {
  const money = fieldsIn(fields, name);
  return { minor: wholeIn(money, 'amount'), currency: textIn(money, 'currency') };
};

/** Of a list of things that have one. */
export const amountsIn = (fields: Fields, name: string): readonly Amount[] =>
  listIn(fields, name).map((each) => amountIn(fieldsOf(each, name), 'amount'));

export const shown = ({ minor, currency }: Amount): string => `${minor} ${currency}`;

export interface PricedSeat {
  readonly id: string;
  readonly price: Amount;
}

export const pricedSeatsIn = (fields: Fields, name: string): readonly PricedSeat[] =>
  listIn(fields, name).map((value) => {
    const seat = fieldsOf(value, name);
    return { id: textIn(seat, 'id'), price: amountIn(seat, 'price') };
  });

/** Undefined when the seats are priced in several currencies, or there are none. */
const sumOf = (seats: readonly { readonly price: Amount }[]): Amount | undefined => {
  const currency = seats[0]?.price.currency;
  if (currency === undefined || seats.some(({ price }) => price.currency !== currency)) return undefined;
  return { minor: seats.reduce((sum, { price }) => sum + price.minor, 0), currency };
};

/** The sum of the seats, or the total where they have none. Tells when the two are not the same. */
export const demandSum = (
  seats: readonly PricedSeat[],
  total: Amount,
  tell: (what: string) => void,
): Amount => {
  const sum = sumOf(seats);
  if (sum?.minor !== total.minor || sum.currency !== total.currency) {
    tell(`has total ${shown(total)}, but its seats cost ${sum === undefined ? 'no one sum' : shown(sum)}`);
  }
  return sum ?? total;
};

/** Of a layout, in its order. */
export const layoutSeatsIn = (data: Fields): readonly string[] =>
  listIn(data, 'seats').map((seat) => textIn(fieldsOf(seat, 'seats'), 'id'));
