import { useEffect, useMemo } from 'preact/hooks';
import { holdKey } from '../holds/Held.ts';
import { releaseHold } from '../holds/holdCalls.ts';
import { type Chooser, createChooser } from './choice/createChooser.ts';
import { seatCalls } from './choice/seatCalls.ts';
import type { Change } from './live/useLiveMap.ts';

/** A hold of another show is given back: one shop, one basket. */
const giveBackOthers = (showtimeId: string): void => {
  const key = holdKey.get();
  if (key === undefined || key.showtimeId === showtimeId) return;
  holdKey.forget();
  void releaseHold(key).catch(() => undefined);
};

export const useChooser = (showtimeId: string, change: Change | undefined): Chooser => {
  const chooser = useMemo(() => createChooser(seatCalls(showtimeId)), [showtimeId]);
  useEffect(() => {
    giveBackOthers(showtimeId);
    void chooser.refresh();
    const look = (): void => {
      if (document.visibilityState === 'visible') void chooser.refresh();
    };
    const leave = (): void => chooser.leave();
    document.addEventListener('visibilitychange', look);
    window.addEventListener('pagehide', leave);
    return () => {
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, [chooser, showtimeId]);
  useEffect(() => chooser.mapChanged(), [chooser, change]);
  return chooser;
};
