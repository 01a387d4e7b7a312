/**
 * Rows by name, for millions of names: 12 bytes each, found by 64 bits of the name. Two names with the same bits would be
 * told as a conflict that is none; among ten million names that happens once in 400,000 logs.
 */
const firstSlots = 1 << 12;
const keysMax = 1 << 27;

export interface KeyTableShape {
  readonly size: number;
  readonly keys: Int32Array<ArrayBuffer>;
  readonly rows: Int32Array<ArrayBuffer>;
}

class TooManyStreams extends Error {
  override readonly name = 'TooManyStreams';
}

export class KeyTable {
  #size = 0;
  #keys = new Int32Array(2 * firstSlots);
  /** Plus one: 0 is an empty slot. */
  #rows = new Int32Array(firstSlots);
  #one = 0;
  #other = 0;

  static of({ size, keys, rows }: KeyTableShape): KeyTable {
    const table = new KeyTable();
    table.#size = size;
    table.#keys = keys;
    table.#rows = rows;
    return table;
  }

  get shape(): KeyTableShape {
    return { size: this.#size, keys: this.#keys, rows: this.#rows };
  }

  get size(): number {
    return this.#size;
  }

  /** Rows are numbered from 0 in the order in which their names came. -1 for a name that has none. */
  find(name: string): number {
    return (this.#rows[this.#slotOf(name)] ?? 0) - 1;
  }

  findOrAdd(name: string): number {
    const slot = this.#slotOf(name);
    const found = this.#rows[slot] ?? 0;
    if (found !== 0) return found - 1;
    if (this.#size >= keysMax)
      throw new TooManyStreams(`more than ${keysMax} streams cannot be audited at once`);
    this.#keys[2 * slot] = this.#one;
    this.#keys[2 * slot + 1] = this.#other;
    this.#size += 1;
    this.#rows[slot] = this.#size;
    if (this.#size * 2 > this.#rows.length) this.#grow();
    return this.#size - 1;
  }

  #slotOf(name: string): number {
    this.#hash(name);
    return this.#place(this.#keys, this.#rows, this.#one, this.#other);
  }

  #place(keys: Int32Array, rows: Int32Array, one: number, other: number): number {
    const last = rows.length - 1;
    let slot = (one ^ (other << 7)) & last;
    while (rows[slot] !== 0 && (keys[2 * slot] !== one || keys[2 * slot + 1] !== other))
      slot = (slot + 1) & last;
    return slot;
  }

  #hash(name: string): void {
    let one = 0x811c9dc5;
    let other = 0x9747b28c;
    for (let place = 0; place < name.length; place += 1) {
      const code = name.charCodeAt(place);
      one = Math.imul(one ^ code, 0x01000193);
      other = Math.imul(other ^ code, 0x5bd1e995);
      other ^= other >>> 15;
    }
    this.#one = one | 0;
    this.#other = other | 0;
  }

  #grow(): void {
    const keys = new Int32Array(2 * this.#keys.length);
    const rows = new Int32Array(2 * this.#rows.length);
    for (let slot = 0; slot < this.#rows.length; slot += 1) {
      const row = this.#rows[slot] ?? 0;
      if (row === 0) continue;
      const one = this.#keys[2 * slot] ?? 0;
      const other = this.#keys[2 * slot + 1] ?? 0;
      const to = this.#place(keys, rows, one, other);
      keys[2 * to] = one;
      keys[2 * to + 1] = other;
      rows[to] = row;
    }
    this.#keys = keys;
    this.#rows = rows;
  }
}
