import { useStore } from '@nanostores/preact';
import { useEffect, useState } from 'preact/hooks';
import { isProblem } from '../../../shared/api/Problem.ts';
import { accessToken } from '../../../shared/session/accessToken.ts';
import { storedScans } from '../gateStore.ts';
import { sendScans } from './sendScans.ts';

const againMs = 10_000;

/** Sends what waits while there is a network and a sign-in. */
export const useSending = (isOnline: boolean) => {
  const scans = useStore(storedScans.store);
  const token = useStore(accessToken.store);
  const [refusedToken, setRefusedToken] = useState<string>();
  const waiting = scans.filter(({ state }) => state === 'waiting').length;
  const needsSignIn = token === undefined || token === refusedToken;
  const canSend = isOnline && !needsSignIn && waiting > 0;
  useEffect(() => {
    if (!canSend) return;
    const send = (): void => {
      sendScans().catch((error: unknown) => {
        if (isProblem(error, 'unauthorized')) setRefusedToken(token);
      });
    };
    send();
    const timer = setInterval(send, againMs);
    return () => clearInterval(timer);
  }, [canSend, token]);
  return { waiting, needsSignIn };
};
