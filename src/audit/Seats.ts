/**
 * Whose the seats of one showtime are, 8 bytes a seat once one was taken, and a digest of that, which changes with each
 * seat and is the same for the same owners.
 */
export const seatKinds = ['free', 'held', 'booked', 'blocked'] as const;
export type SeatKind = (typeof seatKinds)[number];

/** Seat ids of a layout by place; shared by the showtimes that have the same. */
export type Layout = ReadonlyMap<string, number>;

/** `owner`: the number of a hold or the row of a booking. `tag`: of its id, for the digest. */
export interface Owner {
  readonly kind: SeatKind;
  readonly owner: number;
  readonly tag: number;
}

export const free: Owner = { kind: 'free', owner: 0, tag: 0 };
export const blocked: Owner = { kind: 'blocked', owner: 0, tag: 0 };

export const ownersMax = 1 << 29;

export const tagOf = (id: string): number => {
  let tag = 0x811c9dc5;
  for (let place = 0; place < id.length; place += 1) tag = Math.imul(tag ^ id.charCodeAt(place), 0x01000193);
  return tag | 0;
};

const mixed = (value: number): number => {
  let mix = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2b2ae35);
  return mix ^ (mix >>> 16);
};

export const seatDigest = (place: number, kind: SeatKind, tag: number): number =>
  kind === 'free' ? 0 : mixed(mixed(place * 4 + seatKinds.indexOf(kind)) ^ mixed(tag));

export class Seats {
  layout: Layout;
  digest: number;
  taken: number;
  /** Kind and owner in one word; then prices in minor units. */
  #words: Int32Array | undefined;

  constructor(layout: Layout, words?: Int32Array, digest = 0, taken = 0) {
    this.layout = layout;
    this.#words = words;
    this.digest = digest;
    this.taken = taken;
  }

  get words(): Int32Array | undefined {
    return this.#words;
  }

  replaceBy(other: Seats): void {
    this.layout = other.layout;
    this.#words = other.#words;
    this.digest = other.digest;
    this.taken = other.taken;
  }

  kindAt(place: number): SeatKind {
    return seatKinds[(this.#words?.[place] ?? 0) & 3] ?? 'free';
  }

  ownerAt(place: number): number {
    return (this.#words?.[place] ?? 0) >>> 2;
  }

  priceAt(place: number): number {
    return this.#words?.[this.layout.size + place] ?? 0;
  }

  give(place: number, from: number, { kind, owner, tag }: Owner, priceMinor: number): void {
    this.#words ??= new Int32Array(2 * this.layout.size);
    const before = this.kindAt(place);
    this.digest ^= seatDigest(place, before, from) ^ seatDigest(place, kind, tag);
    this.taken += (kind === 'free' ? 0 : 1) - (before === 'free' ? 0 : 1);
    this.#words[place] = (owner << 2) | seatKinds.indexOf(kind);
    this.#words[this.layout.size + place] = priceMinor;
  }
}
