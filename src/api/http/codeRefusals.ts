import { setTimeout as wait } from 'node:timers/promises';

export interface CodeRefusalDeps {
  /** No wrong code is answered sooner: recording a try takes longer than finding no code. Default 250. */
  readonly codeRefusedAfterMs?: number;
}

const codeRefusedAfterMsDefault = 250;

/** Resolves when a wrong code may be answered. To be called before the code is looked for. */
export const earliestCodeRefusal = ({
  codeRefusedAfterMs = codeRefusedAfterMsDefault,
}: CodeRefusalDeps): Promise<void> => wait(codeRefusedAfterMs);
