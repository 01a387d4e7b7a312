/** What a caller or address uses of some budgets, until it lapses. Sent again whole when it changes. */
export interface Charge {
  readonly id: string;
  /** In milliseconds since the epoch. */
  readonly untilMs: number;
  /** By budget and whose it is. A map: the engine would keep a name for each key of an object. */
  readonly amounts: ReadonlyMap<string, number>;
}

/** Tells the nodes of one system of each other's charges. */
export interface SharedCharges {
  /** Hands over this node's changes; resolves to those of other nodes since the exchange before. Throws the driver's error. */
  exchange(changes: readonly Charge[]): Promise<readonly Charge[]>;
}
