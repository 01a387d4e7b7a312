import { isProblem } from '../../api/Problem.ts';
import type { Hold, HoldKey, TicketType } from '../../holds/Held.ts';

export type TicketTypes = Readonly<Record<string, TicketType>>;

/** Why the last wish is not held. */
export type Refusal =
  | { readonly kind: 'lone-seat'; readonly seats: readonly string[] }
  | { readonly kind: 'gone'; readonly seats: readonly string[] }
  | { readonly kind: 'over' }
  | { readonly kind: 'other'; readonly error: unknown };

/** What the guest wants, and what is held for them. The two differ while a request is under way, or after a refusal. */
export interface Choice {
  readonly wanted: readonly string[];
  readonly ticketTypes: TicketTypes;
  readonly hold: Hold | undefined;
  readonly key: HoldKey | undefined;
  readonly busy: boolean;
  /** Whether the request waits for a proof that a person sent it. */
  readonly isChecking: boolean;
  readonly refusal: Refusal | undefined;
  /** A wish that was refused is not sent again before it or the map has changed. */
  readonly refusedWish: string | undefined;
}

export const nothingChosen: Choice = {
  wanted: [],
  ticketTypes: {},
  hold: undefined,
  key: undefined,
  busy: false,
  isChecking: false,
  refusal: undefined,
  refusedWish: undefined,
};

export type Request =
  | { readonly type: 'hold' | 'swap'; readonly seatIds: readonly string[]; readonly ticketTypes: TicketTypes }
  | { readonly type: 'release' };

const heldIds = ({ hold }: Choice): readonly string[] => hold?.seats.map(({ id }) => id) ?? [];

const wishOf = (seatIds: readonly string[], types: TicketTypes): string =>
  seatIds
    .map((id) => `${id} ${types[id] ?? 'adult'}`)
    .toSorted()
    .join();

const typesHeld = ({ hold }: Choice): TicketTypes =>
  Object.fromEntries(hold?.seats.map(({ id, ticketType }) => [id, ticketType]) ?? []);

/** All of a unit comes or goes together. */
export const toggle = (choice: Choice, unit: readonly string[]): Choice => {
  const isIn = unit.every((id) => choice.wanted.includes(id));
  const others = choice.wanted.filter((id) => !unit.includes(id));
  return { ...choice, wanted: isIn ? others : [...others, ...unit], refusal: undefined };
};

export const setTicketType = (choice: Choice, id: string, type: TicketType): Choice => ({
  ...choice,
  ticketTypes: { ...choice.ticketTypes, [id]: type },
});

/** The one request that brings what is held to what is wanted; undefined when there is nothing to ask. */
export const nextRequest = (choice: Choice): Request | undefined => {
  const { wanted, ticketTypes, hold, busy, refusedWish } = choice;
  const wish = wishOf(wanted, ticketTypes);
  if (busy || wish === refusedWish || wish === wishOf(heldIds(choice), typesHeld(choice))) return undefined;
  if (wanted.length === 0) return { type: 'release' };
  return { type: hold === undefined ? 'hold' : 'swap', seatIds: wanted, ticketTypes };
};

export const asking = (choice: Choice): Choice => ({ ...choice, busy: true });

export const checking = (choice: Choice, isChecking: boolean): Choice => ({ ...choice, isChecking });

/** The request was given up for a newer wish, which is sent next. */
export const withdrawn = (choice: Choice): Choice => ({ ...choice, busy: false });

export const answered = (choice: Choice, hold: Hold, key: HoldKey): Choice => ({
  ...choice,
  hold,
  key,
  busy: false,
  refusal: undefined,
  refusedWish: undefined,
});

export const released = (choice: Choice): Choice => ({
  ...choice,
  hold: undefined,
  key: undefined,
  busy: false,
});

const seatsIn = (body: Readonly<Record<string, unknown>>, field: string): readonly string[] => {
  const seats = body[field];
  return Array.isArray(seats) ? seats.map(String) : [];
};

/** A wish against the lone-seat rule stays; seats that are gone leave it; for all else it is again what is held. */
export const refused = (choice: Choice, asked: Request, error: unknown): Choice => {
  const free = { ...choice, busy: false };
  if (isProblem(error, 'lone-seat')) {
    const refusedWish = asked.type === 'release' ? undefined : wishOf(asked.seatIds, asked.ticketTypes);
    return { ...free, refusedWish, refusal: { kind: 'lone-seat', seats: seatsIn(error.body, 'seats') } };
  }
  if (isProblem(error, 'seats-unavailable', 'unknown-seat')) {
    const gone = seatsIn(error.body, error.kind === 'unknown-seat' ? 'unknown' : 'unavailable');
    const wanted = choice.wanted.filter((id) => !gone.includes(id));
    return { ...free, wanted, refusal: { kind: 'gone', seats: gone } };
  }
  if (isProblem(error, 'hold-expired')) return over(free);
  return { ...free, wanted: heldIds(free), refusal: { kind: 'other', error } };
};

/** Nothing is held any more; what was chosen is gone from the list too, since others may have it by now. */
export const over = (choice: Choice): Choice => ({
  ...nothingChosen,
  busy: choice.busy,
  refusal: { kind: 'over' },
});

/** Something near the wish has changed: it may be lawful now. */
export const mapChanged = (choice: Choice): Choice =>
  choice.refusedWish === undefined ? choice : { ...choice, refusedWish: undefined };
