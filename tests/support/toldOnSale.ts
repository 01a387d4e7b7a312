/** A storm of guests on one showtime, told by the deciders as the program's log would hold it: events of two streams. */
import {
  type AuthoredEvent,
  createLogAuthor,
  type LogAuthor,
  type Told,
} from '../../bench/scale/LogAuthor.ts';
import { createTimeline, type Timeline } from '../../src/cli/onsale/timeline.ts';
import { type LostPeriod, openPeriod, reportOf } from '../../src/commands/demand/lostPeriod.ts';
import { demandAggregate } from '../../src/domain/demand/demandAggregate.ts';
import type { DemandCommand, DemandState } from '../../src/domain/demand/demandDecider.ts';
import { isSoldOut, partyOf, wantedTypeOf } from '../../src/domain/demand/wantedSeats.ts';
import type { SeatSelection } from '../../src/domain/showtime/commands.ts';
import type { ShowtimeState } from '../../src/domain/showtime/ShowtimeState.ts';
import { showtimeAggregate } from '../../src/domain/showtime/showtimeAggregate.ts';
import { type EventStore, positionOf, type RecordedEvent } from '../../src/ports/EventStore.ts';
import { minutes, onSaleMs, plainHall, scheduledData, showtimeId } from './showtimes.ts';

const guests = 900;
/** Most come at once, and the rest over an hour. */
const rushMs = minutes(12);
const afterMs = minutes(60);
const retriesMax = 3;
const customer = { role: 'guest', keyed: true } as const;
const system = { role: 'system' } as const;
const partySizes = [1, 2, 2, 2, 3, 4, 4, 5, 6];

interface Story {
  readonly author: LogAuthor;
  readonly timeline: Timeline;
  readonly showtime: Told<ShowtimeState>;
  readonly demand: Told<DemandState>;
  period: LostPeriod | undefined;
}

const countRefusal = (story: Story, selection: SeatSelection, reason: string): void => {
  const { author, timeline, showtime, demand } = story;
  const { state } = showtime;
  if (state.status === 'none') throw new Error('there is no showtime');
  let { period } = story;
  if (period === undefined) {
    const opened = openPeriod(author.ids.next(author.nowMs()), state.facts, author.nowMs());
    period = opened;
    story.period = opened;
    timeline.after(minutes(1), () => {
      opened.end(author.nowMs());
      const command: DemandCommand = { type: 'RecordLostDemand', lost: reportOf(opened) };
      author.tell(demandAggregate, demand, command, system);
      story.period = undefined;
    });
  }
  const seatType = wantedTypeOf(state.inventory, selection);
  const isAll = isSoldOut(state.inventory, seatType, author.nowMs());
  const isTooMany = reason === 'TooManySeats';
  const free = isAll ? 'sold-out' : 'seats-unavailable';
  period.add({ why: isTooMany ? 'too-many-seats' : free, seatType, party: partyOf(selection) });
};

const selectionOf = ({ author: { ids }, showtime: { state } }: Story, party: number): SeatSelection => {
  if (state.status === 'none' || ids.below(3) > 0)
    return { kind: 'best-available', count: party, ticketTypes: [] };
  const { plan } = state.inventory;
  const from = ids.below(plan.size - party);
  return { kind: 'named', seatIds: plan.ids.slice(from, from + party), ticketTypes: {} };
};

const ask = (story: Story, party: number, retries: number): void => {
  const { author, timeline, showtime } = story;
  const { ids } = author;
  const selection = selectionOf(story, party);
  const [holdId, bookingId] = [ids.next(author.nowMs()), ids.next(author.nowMs())];
  const command = { type: 'HoldSeats', holdId, bookingId, selection } as const;
  const decision = showtimeAggregate.decider.decide(
    { ...command, nowMs: author.nowMs() + 40 },
    showtime.state,
  );
  if (decision.kind === 'rejected') {
    countRefusal(story, selection, decision.rejection.reason);
    if (retries > 0) timeline.after(3_000 + ids.below(9_000), () => ask(story, party, retries - 1));
    return;
  }
  author.tell(showtimeAggregate, showtime, command, customer);
  const draw = ids.below(100);
  const thinksMs = 45_000 + ids.below(minutes(6));
  if (draw < 62)
    timeline.after(thinksMs, () => {
      author.tell(showtimeAggregate, showtime, { type: 'BookSeats', holdId, bookingId }, system);
    });
  else if (draw < 70)
    timeline.after(thinksMs, () => {
      author.tell(showtimeAggregate, showtime, { type: 'ReleaseHold', holdId }, customer);
    });
  else
    timeline.after(minutes(10) + 500, () => {
      author.tell(showtimeAggregate, showtime, { type: 'ExpireHolds' }, system);
    });
};

/** In the order of time; the showtime is that of `showtimes.ts`, in a hall of 240 seats. */
export const tellOnSale = (): readonly AuthoredEvent[] => {
  const events: AuthoredEvent[] = [];
  const author = createLogAuthor(onSaleMs, (event) => void events.push(event));
  const timeline = createTimeline(author);
  const showtime = author.begin(showtimeAggregate, showtimeId);
  const demand = author.begin(demandAggregate, showtimeId);
  const story: Story = { author, timeline, showtime, demand, period: undefined };
  const scheduled = scheduledData({ seats: [...plainHall(12, 20)], focalPoint: { x: 10.5, y: 8 } });
  author.tell(showtimeAggregate, showtime, { type: 'ScheduleShowtime', ...scheduled }, { role: 'staff' });
  for (let guest = 0; guest < guests; guest += 1) {
    const cameMs = author.ids.below(10) < 7 ? author.ids.below(rushMs) : author.ids.below(afterMs);
    const party = partySizes[author.ids.below(partySizes.length)] ?? 2;
    timeline.at(onSaleMs + 1_000 + cameMs, () => ask(story, party, author.ids.below(retriesMax + 1)));
  }
  timeline.run();
  return events;
};

/** What reads a stream of them, as a log would. */
export const streamsOf = (events: readonly AuthoredEvent[]): Pick<EventStore, 'readStream'> => {
  const recorded = events.map(
    (event, at): RecordedEvent => ({
      ...event,
      position: positionOf(BigInt(at + 1)),
      data: JSON.parse(event.data),
      metadata: JSON.parse(event.metadata),
    }),
  );
  return {
    readStream: async (stream, { fromRevision = 0, maxCount = recorded.length } = {}) =>
      recorded
        .filter((event) => event.stream === stream && event.revision >= fromRevision)
        .slice(0, maxCount),
  };
};
