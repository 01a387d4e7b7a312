import { atom } from 'nanostores';
import { kept } from '../session/kept.ts';

export interface Place {
  /** Undefined for the reader's own position. */
  readonly city?: string;
  readonly lat: number;
  readonly lng: number;
}

const stored = kept(localStorage, 'place');

const isPlace = (value: unknown): value is Place =>
  typeof value === 'object' &&
  value !== null &&
  'lat' in value &&
  'lng' in value &&
  typeof value.lat === 'number' &&
  typeof value.lng === 'number';

const read = (): Place | undefined => {
  try {
    const value: unknown = JSON.parse(stored.get() ?? 'null');
    return isPlace(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** Where the reader looks for films; undefined until chosen or guessed. */
export const place = atom<Place | undefined>(read());

export const choosePlace = (chosen: Place): void => {
  stored.set(JSON.stringify(chosen));
  place.set(chosen);
};

/** A guess is not kept. */
export const guessPlace = (guess: Place): void => {
  if (place.get() === undefined) place.set(guess);
};

/** As the API reads `near`. Rounded to about a hundred metres: nearer is nobody's business. */
export const nearOf = ({ lat, lng }: Place): string => `${lat.toFixed(3)},${lng.toFixed(3)}`;
