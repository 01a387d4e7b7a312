import { useQueryClient } from '@tanstack/preact-query';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Show } from '../../shows/Show.ts';
import type { Seat, SeatPlan } from '../plan/SeatPlan.ts';
import { applyMessage, type LiveMap, type StreamMessage } from './LiveMap.ts';
import { shareStream } from './shareStream.ts';

export interface Change {
  readonly map: LiveMap;
  /** Seats that were free a moment ago and are not any more. */
  readonly gone: readonly Seat[];
}

const goneIn = (before: LiveMap | undefined, map: LiveMap, plan: SeatPlan): readonly Seat[] =>
  before === undefined || before.layoutVersion !== map.layoutVersion
    ? []
    : plan.seats.filter(({ index }) => before.status[index] === 'A' && map.status[index] !== 'A');

/** The seats as they are, while the page is visible: a hidden page reads nothing and catches up when it is shown. */
export const useLiveMap = (show: Pick<Show, 'id' | 'layoutVersion'>, plan: SeatPlan): Change | undefined => {
  const { id: showtimeId, layoutVersion } = show;
  const queries = useQueryClient();
  const [change, setChange] = useState<Change>();
  const latest = useRef<LiveMap>();
  useEffect(() => {
    let reading: AbortController | undefined;
    const take = (message: StreamMessage): void => {
      const before = latest.current;
      const map = applyMessage(before, message, (id) => plan.byId.get(id)?.index);
      if (map === undefined || map === before) return;
      latest.current = map;
      // Staff gave the show another layout: the page starts over with it.
      if (map.layoutVersion !== layoutVersion) {
        return void queries.invalidateQueries({ queryKey: ['show', showtimeId] });
      }
      setChange({ map, gone: goneIn(before, map, plan) });
    };
    const follow = (): void => {
      reading?.abort();
      if (document.visibilityState === 'hidden') return;
      reading = new AbortController();
      shareStream(showtimeId, reading.signal, take, () => latest.current);
    };
    follow();
    document.addEventListener('visibilitychange', follow);
    return () => {
      document.removeEventListener('visibilitychange', follow);
      reading?.abort();
    };
  }, [showtimeId, layoutVersion, plan]);
  return change;
};
