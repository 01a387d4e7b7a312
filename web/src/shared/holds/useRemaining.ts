import { useEffect, useState } from 'preact/hooks';
import { serverClock } from '../api/serverClock.ts';

const remainingMs = (until: string): number => Math.max(0, Date.parse(until) - serverClock.nowMs());

/** Milliseconds until then by the server's clock, counted down by the second. */
export const useRemaining = (until: string): number => {
  const [left, setLeft] = useState(remainingMs(until));
  useEffect(() => {
    const count = (): void => setLeft(remainingMs(until));
    count();
    const timer = setInterval(count, 1_000);
    return () => clearInterval(timer);
  }, [until]);
  return left;
};
