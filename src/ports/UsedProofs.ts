/** Which proofs were used, on all nodes. Both methods throw the driver's error. */
export interface UsedProofs {
  /** False for one that is in use already. Forgotten after `untilMs`. */
  use(id: string, untilMs: number): Promise<boolean>;
  giveBack(id: string): Promise<void>;
}
