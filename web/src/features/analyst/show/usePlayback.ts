import { useEffect, useState } from 'preact/hooks';

/** All of it, at speed 1. */
const wholeMs = 20_000;

export interface Playback {
  readonly at: number;
  readonly isPlaying: boolean;
  readonly speed: number;
  readonly seek: (at: number) => void;
  readonly toggle: () => void;
  readonly setSpeed: (speed: number) => void;
}

/** Goes from 0 to `end` on its own while it plays. */
export const usePlayback = (end: number): Playback => {
  const [at, setAt] = useState(0);
  const [isPlaying, setPlaying] = useState(false);
  const [speed, setSpeed] = useState(1);
  useEffect(() => {
    if (!isPlaying) return;
    let lastMs = performance.now();
    let frame = 0;
    const go = (nowMs: number): void => {
      const passedMs = nowMs - lastMs;
      lastMs = nowMs;
      setAt((before) => Math.min(end, before + (end * speed * passedMs) / wholeMs));
      frame = requestAnimationFrame(go);
    };
    frame = requestAnimationFrame(go);
    return () => cancelAnimationFrame(frame);
  }, [isPlaying, end, speed]);
  useEffect(() => {
    if (at >= end) setPlaying(false);
  }, [at, end]);
  return {
    ...{ at: Math.min(at, end), isPlaying, speed, setSpeed },
    seek: (to) => {
      setPlaying(false);
      setAt(Math.min(end, Math.max(0, to)));
    },
    toggle: () => {
      if (at >= end) setAt(0);
      setPlaying(!isPlaying);
    },
  };
};
