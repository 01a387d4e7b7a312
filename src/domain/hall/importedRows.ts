import { type SeatType, seatTypeSchema } from '../seating/seat.ts';
import type { RowDrawing, SeatDrawing } from './drawnRows.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A seating plan in the public format of pretix, as far as a hall is made of it. Positions are pixels, nested. */
export interface SeatingPlanFile {
  readonly zones: readonly {
    readonly name?: string | undefined;
    readonly zone_id?: string | undefined;
    readonly position: Point;
    readonly rows: readonly {
      readonly row_number: string;
      readonly row_label?: string | null | undefined;
      /** Of each of its seats. */
      readonly seat_label?: string | null | undefined;
      readonly position?: Point | undefined;
      readonly seats: readonly PlanSeat[];
    }[];
  }[];
}

export interface PlanSeat {
  readonly seat_guid: string;
  readonly seat_number: string;
  readonly position: Point;
  readonly category: string;
}

interface PlacedRow {
  readonly zone: string | undefined;
  readonly label: string;
  readonly seatLabel: string;
  /** Where it stands in the file. */
  readonly path: string;
  /** From left to right; a row that runs towards the screen, along its own direction. */
  readonly seats: readonly (Point & { readonly seat: PlanSeat; readonly path: string })[];
}

const plainId = /^[A-Za-z0-9-]{1,12}$/;
const labelCharsMax = 16;
const zoneCharsMax = 32;
/** Seats of a row farther apart than this many pitches have an aisle between them; nearer ones are neighbours. */
const neighbourPitchMax = 1.4;
const besidePitchMin = 0.5;

const cut = (text: string, chars: number): string => [...text.trim()].slice(0, chars).join('');

const median = (values: readonly number[]): number | undefined =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const differences = (values: readonly number[]): readonly number[] =>
  values.slice(1).map((value, index) => value - (values[index] ?? value));

const spread = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);

const sum = (...points: readonly (Point | undefined)[]): Point => ({
  x: points.reduce((total, point) => total + (point?.x ?? 0), 0),
  y: points.reduce((total, point) => total + (point?.y ?? 0), 0),
});

/** In a label the number stands for this. */
const placeholder = '%s';

const labelled = (label: string, number: string): string =>
  cut(
    label.replaceAll(placeholder, () => number),
    labelCharsMax,
  );

/** Rows of one name may stand in zones without one, or of one name: those are told apart by their place. */
const zoneNames = (zones: SeatingPlanFile['zones']): readonly string[] => {
  const names = zones.map(({ name = '', zone_id = '' }) => name.trim() || zone_id.trim());
  return names.map((name, z) => {
    const isTaken = names.indexOf(name) < z;
    return isTaken ? `${cut(name, zoneCharsMax - 4)} ${z + 1}`.trim() : cut(name, zoneCharsMax);
  });
};

const placedRows = ({ zones }: SeatingPlanFile): readonly PlacedRow[] => {
  const names = zoneNames(zones);
  return zones.flatMap((zone, z) =>
    zone.rows.flatMap((row, r) => {
      if (row.seats.length === 0) return [];
      const path = `zones.${z}.rows.${r}`;
      const seats = row.seats.map((seat, s) => ({
        seat,
        path: `${path}.seats.${s}`,
        ...sum(zone.position, row.position, seat.position),
      }));
      const isSideways = spread(seats.map(({ y }) => y)) > spread(seats.map(({ x }) => x));
      const middle = seats.reduce((total, { y }) => total + y, 0) / seats.length;
      const along = isSideways ? seats.map(({ x, y, ...rest }) => ({ ...rest, x: x + y, y: middle })) : seats;
      const label = labelled(row.row_label ?? placeholder, row.row_number);
      return [
        {
          zone: names[z] === '' ? undefined : names[z],
          label: label === '' ? `${r + 1}` : label,
          // One label for all seats of the row would tell none from another.
          seatLabel: row.seat_label?.includes(placeholder) === true ? row.seat_label : placeholder,
          path,
          seats: along.toSorted((a, b) => a.x - b.x),
        },
      ];
    }),
  );
};

/** The seat type of that name, or the one that the category's name speaks of. */
const typeOf = (category: string): SeatType => {
  const folded = category.trim().toLowerCase();
  const named = seatTypeSchema.safeParse(folded);
  // Two seats of a couple belong together, which a plan does not say.
  if (named.success && named.data !== 'couple') return named.data;
  if (/wheelchair|rollstuhl|pmr/.test(folded)) return 'wheelchair';
  if (/companion|begleit/.test(folded)) return 'companion';
  if (/recliner/.test(folded)) return 'recliner';
  return /premium|vip/.test(folded) ? 'premium' : 'regular';
};

const rounded = (value: number): number => Math.round(value * 100) / 100;

/** Seats of a curve or around a table stand above each other: for those the distance counts. */
const gapBetween = (before: Point, { x, y }: Point, across: number): number => {
  const gap = (x - before.x) / across;
  return gap > besidePitchMin ? gap : Math.hypot(x - before.x, y - before.y) / across;
};

const rowOf = (
  { zone, label, seatLabel, seats }: PlacedRow,
  plain: ReadonlySet<string>,
  { at, across }: { readonly at: (point: Point) => Point; readonly across: number },
): RowDrawing => {
  let before: Point | undefined;
  let x = 0;
  const drawn = seats.map(({ seat, ...point }, index): SeatDrawing => {
    const place = at(point);
    const gap = before === undefined ? undefined : gapBetween(before, point, across);
    // Pixels are whole, so neighbours are seldom exactly one pitch apart.
    if (gap === undefined) x = place.x;
    else x += gap <= neighbourPitchMax && gap > besidePitchMin ? 1 : gap;
    before = point;
    const number = labelled(seatLabel, seat.seat_number);
    return {
      ...(plain.has(seat.seat_guid) ? { id: seat.seat_guid } : {}),
      number: number === '' ? `${index + 1}` : number,
      x: rounded(x),
      y: rounded(place.y),
      type: typeOf(seat.category),
      category: cut(seat.category, 64),
      ...(zone === undefined ? {} : { zone }),
    };
  });
  return { id: label, seats: drawn };
};

/**
 * The rows of a plan, from the top of the picture, where the screen is, downwards, with the path of each row and seat in
 * the file. Pixels become pitches: across by the usual distance of seats in a row, down by that of rows.
 */
export const importedRows = (
  plan: SeatingPlanFile,
): { readonly rows: readonly RowDrawing[]; readonly paths: readonly (readonly string[])[] } => {
  const rows = placedRows(plan).toSorted((one, other) => (one.seats[0]?.y ?? 0) - (other.seats[0]?.y ?? 0));
  const seats = rows.flatMap((row) => row.seats);
  const gaps = rows.flatMap((row) => differences(row.seats.map(({ x }) => x))).filter((gap) => gap > 0);
  const across = median(gaps) ?? 1;
  const down =
    median(differences(rows.map((row) => row.seats[0]?.y ?? 0)).filter((gap) => gap > 0)) ?? across;
  const [left, top] = [Math.min(...seats.map(({ x }) => x)), Math.min(...seats.map(({ y }) => y))];
  const at = ({ x, y }: Point): Point => ({ x: (x - left) / across + 1, y: (y - top) / down + 1 });
  // Ids of another system are kept only if all of them can be.
  const guids = new Set(seats.map(({ seat }) => seat.seat_guid).filter((guid) => plainId.test(guid)));
  const plain = guids.size === seats.length ? guids : new Set<string>();
  return {
    rows: rows.map((row) => rowOf(row, plain, { at, across })),
    paths: rows.map((row) => row.seats.map(({ path }) => path)),
  };
};
