import type { ComponentChild } from 'preact';
import { useEffect, useState } from 'preact/hooks';

interface GraduallyProps {
  readonly atOnce: number;
  readonly children: readonly ComponentChild[];
}

/** Draws the first children at once and the others one by one: a long list never holds up a touch. */
export const Gradually = ({ atOnce, children }: GraduallyProps) => {
  const [shown, setShown] = useState(atOnce);
  useEffect(() => {
    if (shown >= children.length) return;
    const next = setTimeout(() => setShown(shown + 1));
    return () => clearTimeout(next);
  }, [shown, children.length]);
  return <>{children.slice(0, shown)}</>;
};
