/** Sums of what moved, kept as numbers in a row: six for each movement of money or seats of a booking. */
export const kinds = ['captured', 'cancelled', 'refunded'] as const;
export type Kind = (typeof kinds)[number];
const numbersOfMove = 6;

interface Money {
  bookings: number;
  seats: number;
  gross: number;
  refunds: number;
}

interface Sums {
  seatsReturned: number;
  /** By the currency's number. */
  readonly money: Map<number, Money>;
}

export const noMoney: Readonly<Money> = { bookings: 0, seats: 0, gross: 0, refunds: 0 };
export const nothing: Readonly<Sums> = { seatsReturned: 0, money: new Map() };

/** By the show. `showOf`: that for which a movement counts, -1 for none. */
export const sumsOf = (
  moves: readonly number[],
  showOf: (position: number, booking: number) => number,
): ReadonlyMap<number, Sums> => {
  const sums = new Map<number, Sums>();
  for (let at = 0; at < moves.length; at += numbersOfMove) {
    const [position = 0, booking = 0, kind = 0, seats = 0, minor = 0, currency = 0] = moves.slice(
      at,
      at + numbersOfMove,
    );
    const show = showOf(position, booking);
    if (show === -1) continue;
    const sum = sums.get(show) ?? { seatsReturned: 0, money: new Map<number, Money>() };
    sums.set(show, sum);
    if (kinds[kind] === 'cancelled') {
      sum.seatsReturned += seats;
      continue;
    }
    const money = sum.money.get(currency) ?? { ...noMoney };
    sum.money.set(currency, money);
    if (kinds[kind] === 'refunded') money.refunds += minor;
    else {
      money.bookings += 1;
      money.seats += seats;
      money.gross += minor;
    }
  }
  return sums;
};
