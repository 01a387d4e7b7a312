/** A witness keeps the latest tree of a log and cosigns only trees that extend it (C2SP tlog-witness). */
export interface WitnessRequest {
  readonly oldSize: number;
  readonly proof: readonly Uint8Array[];
  /** The signed note. */
  readonly checkpoint: string;
}

export type WitnessAnswer =
  /** Signature lines of the witness's key, verified. */
  | { readonly outcome: 'cosigned'; readonly lines: readonly string[] }
  /** The witness has last seen a tree of another size. */
  | { readonly outcome: 'other-size'; readonly size: number }
  /** It does not take this tree for an extension of what it saw, or does not know the log. */
  | { readonly outcome: 'refused'; readonly why: string };

export class WitnessUnavailable extends Error {
  override readonly name = 'WitnessUnavailable';
}

export interface Witness {
  readonly name: string;
  /** Throws WitnessUnavailable. */
  cosign(request: WitnessRequest): Promise<WitnessAnswer>;
}
