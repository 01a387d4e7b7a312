/** A showtime folded from its stream for whoever only looks: nothing of it stays in the cache of live showtimes. */
import { showtimeEvents } from '../../domain/showtime/events.ts';
import type { ShowtimeState } from '../../domain/showtime/ShowtimeState.ts';
import { showtimeDecider } from '../../domain/showtime/showtimeDecider.ts';
import { showtimeSnapshot } from '../../domain/showtime/showtimeSnapshot.ts';
import type { EventStore } from '../../ports/EventStore.ts';
import type { Folded } from '../engine/CommandRunner.ts';
import { emptyFold, loadFold } from '../engine/StreamFold.ts';
import { latestSnapshot } from '../engine/snapshots.ts';

/** As far as the log goes now. Throws EventStoreUnavailable and UnreadableEvent. */
export const foldShowtime = (events: EventStore, showtimeId: string): Promise<Folded<ShowtimeState>> => {
  const stream = `showtime-${showtimeId}`;
  const rules = { ...showtimeDecider, definitions: showtimeEvents };
  const shortcut = () => latestSnapshot(showtimeSnapshot, events, stream);
  return loadFold(rules, events, stream, emptyFold(showtimeDecider.initialState), { shortcut });
};
