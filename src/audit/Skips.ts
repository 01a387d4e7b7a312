/** What operators let readers of the log pass over, as the log tells of it. */
import { type Fields, fieldsIn, textIn, wholeIn } from './fields.ts';

export interface Skip {
  readonly reader: string;
  readonly stream: string;
  readonly position: string;
  readonly revision: number;
  readonly type: string;
  readonly at: string;
  /** Who did it; absent where the reader of the log does not tell. */
  readonly by?: string;
  /** Sealed. */
  readonly reason: string;
}

const skipsMax = 100_000;

export class Skips {
  readonly #all: Skip[];

  constructor(all: readonly Skip[] = []) {
    this.#all = [...all];
  }

  get all(): readonly Skip[] {
    return this.#all;
  }

  /** Beyond 100,000 the rest is not kept, and its streams are compared like any other. */
  add(told: Pick<Skip, 'stream' | 'at'> & { readonly by: string | undefined }, data: Fields): void {
    if (this.#all.length >= skipsMax) return;
    const { by, ...place } = told;
    this.#all.push({
      ...place,
      ...(by === undefined ? {} : { by }),
      reader: textIn(data, 'reader'),
      position: textIn(data, 'position'),
      revision: wholeIn(data, 'revision'),
      type: textIn(data, 'type'),
      reason: textIn(fieldsIn(data, 'reason'), 'box'),
    });
  }

  streamsOf(reader: string): readonly string[] {
    return this.#all.filter((skip) => skip.reader === reader).map(({ stream }) => stream);
  }
}
