/** Numbers in rows and named columns, 8 bytes each. */
const firstRows = 1_024;

export class Columns<Name extends string> {
  readonly #names: readonly Name[];
  #cells: Float64Array<ArrayBuffer>;

  constructor(names: readonly Name[], cells = new Float64Array(names.length * firstRows)) {
    this.#names = names;
    this.#cells = cells;
  }

  get cells(): Float64Array<ArrayBuffer> {
    return this.#cells;
  }

  get(row: number, name: Name): number {
    return this.#cells[this.#at(row, name)] ?? 0;
  }

  set(row: number, name: Name, value: number): void {
    const at = this.#at(row, name);
    if (at >= this.#cells.length) {
      const grown = new Float64Array(Math.max(2 * this.#cells.length, at + 1));
      grown.set(this.#cells);
      this.#cells = grown;
    }
    this.#cells[at] = value;
  }

  add(row: number, name: Name, value: number): void {
    this.set(row, name, this.get(row, name) + value);
  }

  #at(row: number, name: Name): number {
    return row * this.#names.length + this.#names.indexOf(name);
  }
}
