import { useEffect, useState } from 'preact/hooks';

const pauseMs = 200;

/** The value as it was when it last rested, so that not every key stroke asks the server. */
export const useLater = <Value>(value: Value): Value => {
  const [later, setLater] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setLater(value), pauseMs);
    return () => clearTimeout(timer);
  }, [value]);
  return later;
};
