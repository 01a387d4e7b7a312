import { useStore } from '@nanostores/preact';
import { useMutation } from '@tanstack/preact-query';
import { useEffect, useState } from 'preact/hooks';
import { api, dataOf } from '../../../shared/api/client.ts';
import { accessToken } from '../../../shared/session/accessToken.ts';
import { storedKit, storedScans } from '../gateStore.ts';
import { fetchKit } from './fetchKit.ts';
import type { Kit } from './Kit.ts';

/** A list that is older misses many who buy at the door. */
const staleMs = 180_000;

const fetchFor = async (id: string): Promise<Kit> =>
  await fetchKit(await dataOf(api.GET('/v1/theaters/{id}', { params: { path: { id } } })));

/** The kit that this phone keeps: `null` when there is none, undefined while it is looked for. */
export const useKit = () => {
  const [kit, setKit] = useState<Kit | null>();
  const token = useStore(accessToken.store);
  const keep = async (next: Kit | undefined): Promise<void> => {
    await storedKit.set(next);
    setKit(next ?? null);
  };
  const fetching = useMutation({ mutationFn: fetchFor, onSuccess: keep, networkMode: 'always' });
  useEffect(() => {
    void storedScans.load();
    void storedKit.get().then((found) => setKit(found ?? null));
  }, []);
  const theaterId = kit?.theaterId;
  useEffect(() => {
    if (theaterId === undefined || token === undefined) return;
    const timer = setInterval(() => {
      if (navigator.onLine && !document.hidden) fetching.mutate(theaterId);
    }, staleMs);
    return () => clearInterval(timer);
  }, [theaterId, token]);
  return { kit, fetching, leave: () => keep(undefined) };
};
