import { type Drawing, mapSeats, type Seat, type SeatType, seatsIn } from './Drawing.ts';

const neighbourPitchMax = 1.01;

const areNeighbours = (one: Seat, other: Seat): boolean => other.x - one.x <= neighbourPitchMax;

/** The seats, with all others of their units. */
const withUnits = (drawing: Drawing, keys: ReadonlySet<string>): ReadonlySet<string> => {
  const seats = seatsIn(drawing);
  const units = new Set(seats.flatMap(({ key, unitId }) => (keys.has(key) && unitId ? [unitId] : [])));
  return new Set([...keys, ...seats.flatMap(({ key, unitId = '' }) => (units.has(unitId) ? [key] : []))]);
};

const single = ({ unitId: _unit, ...seat }: Seat): Seat => seat;

/** Couples of which one seat goes are parted; the other one becomes a regular seat. */
export const partUnits = (drawing: Drawing, keys: ReadonlySet<string>): Drawing =>
  mapSeats(drawing, withUnits(drawing, keys), (seat) => ({
    ...single(seat),
    type: seat.type === 'couple' ? 'regular' : seat.type,
  }));

export const setType = (drawing: Drawing, keys: ReadonlySet<string>, type: SeatType): Drawing =>
  mapSeats(partUnits(drawing, keys), keys, (seat) => ({ ...seat, type }));

const pairsIn = (seats: readonly Seat[], keys: ReadonlySet<string>): readonly (readonly [Seat, Seat])[] => {
  const pairs: (readonly [Seat, Seat])[] = [];
  for (let at = 0; at + 1 < seats.length; at += 1) {
    const [one, other] = [seats[at], seats[at + 1]];
    if (one === undefined || other === undefined) continue;
    if (!keys.has(one.key) || !keys.has(other.key) || !areNeighbours(one, other)) continue;
    pairs.push([one, other]);
    at += 1;
  }
  return pairs;
};

/** Neighbours among the seats become couples, two by two from the left; a seat that is over stays as it is. */
export const makeCouples = (drawing: Drawing, keys: ReadonlySet<string>): Drawing => {
  const pairs = drawing.flatMap(({ seats }) => pairsIn(seats, keys));
  const parted = partUnits(drawing, new Set(pairs.flat().map(({ key }) => key)));
  const taken = new Set(seatsIn(parted).map(({ unitId }) => unitId));
  const units = new Map<string, string>();
  let number = 0;
  for (const pair of pairs) {
    do number += 1;
    while (taken.has(`c${number}`));
    for (const { key } of pair) units.set(key, `c${number}`);
  }
  return mapSeats(parted, new Set(units.keys()), (seat) => ({
    ...seat,
    type: 'couple',
    unitId: units.get(seat.key) ?? '',
  }));
};
