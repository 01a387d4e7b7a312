import { useEffect, useMemo, useRef } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { holdKey } from '../../shared/holds/Held.ts';
import { releaseHold } from '../../shared/holds/holdCalls.ts';
import { createChooser } from './choice/createChooser.ts';
import { seatCalls } from './choice/seatCalls.ts';
import type { Change } from './live/useLiveMap.ts';

/** A hold of another show is given back: one shop, one basket. */
const giveBackOthers = (showtimeId: string): void => {
  const key = holdKey.get();
  if (key === undefined || key.showtimeId === showtimeId) return;
  holdKey.forget();
  void releaseHold(key).catch(() => undefined);
};

export const useChooser = (showtimeId: string, change: Change | undefined) => {
  const [, navigate] = useLocation();
  const isProceeding = useRef(false);
  const chooser = useMemo(() => createChooser(seatCalls(showtimeId)), [showtimeId]);
  useEffect(() => {
    giveBackOthers(showtimeId);
    void chooser.refresh();
    const look = (): void => {
      if (document.visibilityState === 'visible') void chooser.refresh();
    };
    const leave = (): void => {
      if (!isProceeding.current) chooser.leave();
    };
    document.addEventListener('visibilitychange', look);
    window.addEventListener('pagehide', leave);
    return () => {
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, [chooser, showtimeId]);
  useEffect(() => chooser.mapChanged(), [chooser, change]);
  const proceed = (): void => {
    const { hold } = chooser.choice.get();
    if (hold === undefined) return;
    isProceeding.current = true;
    navigate(`/checkout/${hold.holdId}`);
  };
  return { chooser, proceed };
};
