import { useState } from 'preact/hooks';
import { type Drawing, seatsIn } from './Drawing.ts';

export interface Selection {
  readonly keys: ReadonlySet<string>;
  toggle(key: string): void;
  add(keys: Iterable<string>): void;
  replace(keys: Iterable<string>): void;
}

/** Seats that the tools work on; those that are gone are forgotten. */
export const useSelection = (drawing: Drawing): Selection => {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const there = new Set(seatsIn(drawing).map(({ key }) => key));
  const keys = new Set([...chosen].filter((key) => there.has(key)));
  return {
    keys,
    toggle: (key) => {
      const next = new Set(keys);
      if (!next.delete(key)) next.add(key);
      setChosen(next);
    },
    add: (more) => setChosen(new Set([...keys, ...more])),
    replace: (next) => setChosen(new Set(next)),
  };
};
