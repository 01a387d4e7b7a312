import { useState } from 'preact/hooks';
import type { Place } from './place.ts';

const waitMsMax = 10_000;
const goodForMs = 600_000;

/** Asks the browser for the reader's position, only when told to. */
export const usePosition = (onPlace: (place: Place) => void) => {
  const [state, setState] = useState<'idle' | 'asking' | 'denied'>('idle');
  const ask = (): void => {
    setState('asking');
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setState('idle');
        onPlace({ lat: coords.latitude, lng: coords.longitude });
      },
      () => setState('denied'),
      { timeout: waitMsMax, maximumAge: goodForMs },
    );
  };
  return { ask, asking: state === 'asking', denied: state === 'denied' };
};
