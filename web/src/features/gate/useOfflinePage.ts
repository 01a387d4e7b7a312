import { useEffect, useState } from 'preact/hooks';

const canKeep = import.meta.env.PROD && 'serviceWorker' in navigator;

/** Keeps this page on the phone, so that it opens without a network. Gives whether that can be. */
export const useOfflinePage = (): boolean => {
  const [isKept, setKept] = useState(canKeep);
  useEffect(() => {
    if (!canKeep) return;
    navigator.serviceWorker.register('/gate-worker.js', { scope: '/gate' }).catch(() => setKept(false));
    void navigator.storage?.persist?.();
  }, []);
  return isKept;
};
