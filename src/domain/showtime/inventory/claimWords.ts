/**
 * Where claims stand in words of 32 bits: first the seats in layout order, then the holds, active and over, in slots. An
 * index or slot that may be absent is kept plus one, so that words that were never written say "available" and "free".
 */
export const seatWords = 3;
export const slotWords = 13;

/** By code. Codes are never reused: snapshots hold them. */
export const seatStatuses = ['available', 'held', 'booked', 'blocked'] as const;
export type SeatStatus = (typeof seatStatuses)[number];
export const slotStatuses = ['free', 'active', 'booked', 'expired', 'released'] as const;
export type SlotStatus = (typeof slotStatuses)[number];

export const seatWord = { head: 0, slot: 1, price: 2 } as const;

export interface SeatHead {
  readonly status: SeatStatus;
  /** Place in the list of seat types, of ticket types, and of the claims' currencies. */
  readonly type: number;
  readonly ticketType: number;
  readonly currency: number;
  /** The next seat of the same hold. */
  readonly next: number | undefined;
}

export const packSeat = ({ status, type, ticketType, currency, next = -1 }: SeatHead): number =>
  (seatStatuses.indexOf(status) | (type << 2) | (ticketType << 6) | (currency << 10) | ((next + 1) << 16)) >>>
  0;

const absent = (plusOne: number): number | undefined => (plusOne === 0 ? undefined : plusOne - 1);

export const seatStatusIn = (head: number): SeatStatus => seatStatuses[head & 3] ?? 'available';

export const unpackSeat = (head: number): SeatHead => ({
  status: seatStatusIn(head),
  type: (head >>> 2) & 15,
  ticketType: (head >>> 6) & 15,
  currency: (head >>> 10) & 63,
  next: absent(head >>> 16),
});

/** Words of a slot: two ids of four words, an instant of two. An ended hold has its number among all ends for its instant. */
export const slotWord = {
  ...{ holdId: 0, bookingId: 4, expiresAt: 8, capAfter: 10, total: 11, head: 12 },
} as const;

export interface SlotHead {
  readonly status: SlotStatus;
  readonly currency: number;
  readonly first: number | undefined;
  /** A seat left alone; another one is kept with the instant. */
  readonly lone: number | undefined;
}

export const packSlot = ({ status, currency, first = -1, lone = -1 }: SlotHead): number =>
  (slotStatuses.indexOf(status) | (currency << 4) | ((first + 1) << 10) | ((lone + 1) << 21)) >>> 0;

export const slotStatusIn = (head: number): SlotStatus => slotStatuses[head & 15] ?? 'free';

export const unpackSlot = (head: number): SlotHead => ({
  status: slotStatusIn(head),
  currency: (head >>> 4) & 63,
  first: absent((head >>> 10) & 2_047),
  lone: absent(head >>> 21),
});

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Undefined for what is no UUID in lower case. */
export const packId = (id: string): readonly [number, number, number, number] | undefined => {
  if (!uuidPattern.test(id)) return undefined;
  const word = (digits: string): number => Number.parseInt(digits, 16);
  return [
    word(id.slice(0, 8)),
    word(id.slice(9, 13) + id.slice(14, 18)),
    word(id.slice(19, 23) + id.slice(24, 28)),
    word(id.slice(28)),
  ];
};

export const unpackId = (words: Uint32Array, at: number): string => {
  const hex = (word: number): string => (words[at + word] ?? 0).toString(16).padStart(8, '0');
  const [second, third] = [hex(1), hex(2)];
  return `${hex(0)}-${second.slice(0, 4)}-${second.slice(4)}-${third.slice(0, 4)}-${third.slice(4)}${hex(3)}`;
};

export const packInstant = (ms: number, lone = -1): readonly [number, number] => [
  ms % 2 ** 32,
  (Math.floor(ms / 2 ** 32) | ((lone + 1) << 16)) >>> 0,
];

export const unpackInstant = (words: Uint32Array, at: number): number =>
  (words[at] ?? 0) + ((words[at + 1] ?? 0) & 0xffff) * 2 ** 32;

export const loneSeatsIn = (words: Uint32Array, slotAt: number): readonly number[] =>
  [
    unpackSlot(words[slotAt + slotWord.head] ?? 0).lone,
    absent((words[slotAt + slotWord.expiresAt + 1] ?? 0) >>> 16),
  ].filter((index) => index !== undefined);
