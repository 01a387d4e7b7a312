/** Digests of the latest revisions of long streams, for snapshots, which are told of a little later than they were taken. */
const keptFrom = 1_500;
const keptMax = 4_096;

export interface DigestsShape {
  readonly rings: ReadonlyMap<string, Int32Array>;
}

export class Digests {
  readonly #rings: Map<string, Int32Array>;

  constructor(shape: DigestsShape = { rings: new Map() }) {
    this.#rings = new Map(shape.rings);
  }

  get shape(): DigestsShape {
    return { rings: this.#rings };
  }

  keep(stream: string, revision: number, digest: number): void {
    if (revision < keptFrom) return;
    let ring = this.#rings.get(stream);
    if (ring === undefined) {
      ring = new Int32Array(keptMax);
      this.#rings.set(stream, ring);
    }
    ring[revision % keptMax] = digest;
  }

  /** Undefined when it is not kept. `revision` is at most `last`, the latest that was kept. */
  at(stream: string, revision: number, last: number): number | undefined {
    const isKept = revision >= keptFrom && revision <= last && revision > last - keptMax;
    return isKept ? this.#rings.get(stream)?.[revision % keptMax] : undefined;
  }
}
