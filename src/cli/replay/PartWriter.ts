import type { ShownText } from '../../api/log/shownText.ts';
import type { PartFile } from './manifest.ts';

export interface PartDraft {
  readonly files: readonly PartFile[];
  /** Where each file is, by the path of its place. */
  readonly drafts: ReadonlyMap<string, string>;
  readonly unreadable: number;
}

export interface PartWriter {
  add(event: ShownText): void;
  /** Writes what has been collected, if that is much. */
  flush(): Promise<void>;
  /** Everything is on disk then. */
  finish(): Promise<PartDraft>;
  /** Closes its files. */
  abandon(): Promise<void>;
}

/** `place`: of the part, from 0. */
export type OpenPart = (work: string, place: number) => Promise<PartWriter>;
