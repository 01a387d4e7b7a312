/** Two years of a small cinema, told by the deciders in the order of time: what the worked questions are shown on. */
import { publish, tellFilms, tellTheater } from '../../bench/scale/authorLog.ts';
import {
  carryOut,
  holdSeats,
  startPayment,
  type ToldBooking,
  type ToldHold,
  type ToldShowtime,
} from '../../bench/scale/authorSales.ts';
import { createLogAuthor, type LogAuthor } from '../../bench/scale/LogAuthor.ts';
import type { PlannedShow, PlannedTheater } from '../../bench/scale/timetable.ts';
import { createTimeline, type Timeline } from '../../src/cli/onsale/timeline.ts';
import { readCities } from '../../src/demo/cities.ts';
import { demoChoice, demoId } from '../../src/demo/demoId.ts';
import { type DemoFilm, readFilms } from '../../src/demo/films.ts';
import { layoutSeats } from '../../src/demo/layoutSeats.ts';
import { layoutTemplates } from '../../src/demo/layoutTemplates.ts';
import { bookingAggregate } from '../../src/domain/booking/bookingAggregate.ts';
import { holdOf } from '../../src/domain/showtime/inventory/claims.ts';
import { showtimeAggregate } from '../../src/domain/showtime/showtimeAggregate.ts';
import { positionOf } from '../../src/ports/EventStore.ts';
import type { RecordedText } from '../../src/ports/LogTexts.ts';

import { createRefusals, type Refusals, type RefusalTold } from './refusals.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const weekMs = 7 * dayMs;
/** A Monday; shows are on Friday and Saturday evenings. */
const firstWeekMs = Date.parse('2024-12-02T00:00:00.000Z');
const eveningsOfWeek = [4 * dayMs + 19 * hourMs, 5 * dayMs + 19 * hourMs, 5 * dayMs + 15 * hourMs];
const soldAheadMs = 14 * dayMs;
const holdTtlMs = 10 * minuteMs;
const gateOpensMs = hourMs;
const filmsShown = 6;
export const seasonWeeks = 104;
/** Parties that ask for seats of one show, by month from January. */
const partiesOfMonth = [15, 11, 9, 9, 7, 6, 6, 7, 9, 12, 14, 25];
/** The second year. */
const growthPercent = 120;
/** A film's run begins well and ends slowly. */
const weeksOfRun = 4;

export type Ending = 'booked' | 'given back' | 'ran out, no payment tried' | 'ran out, card declined';

/** What the story did, written down beside the log. */
export interface SaleTold {
  readonly showtimeId: string;
  readonly title: string;
  readonly startsAt: string;
  readonly heldAtMs: number;
  readonly seats: readonly { readonly id: string; readonly type: string; readonly priceMinor: number }[];
  ending: Ending;
  paidAtMs?: number;
  cancelled?: { readonly by: 'customer' | 'cinema'; readonly refundMinor: number };
  admitted: boolean;
}

export interface Season {
  readonly events: readonly RecordedText[];
  readonly sales: readonly SaleTold[];
  readonly refusals: readonly RefusalTold[];
}

interface Story {
  readonly author: LogAuthor;
  readonly timeline: Timeline;
  readonly sales: SaleTold[];
  readonly refusals: Refusals;
}

const customer = { role: 'customer' } as const;
const system = { role: 'system' } as const;
const gate = { role: 'gate' } as const;
const partySizes = [1, 2, 2, 2, 2, 3, 4, 4, 5];

const cancel = ({ author }: Story, showtime: ToldShowtime, booking: ToldBooking, sale: SaleTold): void => {
  const { tell, ids } = author;
  const by = ids.below(5) === 0 ? 'cinema' : 'customer';
  const cancellationId = ids.next(author.nowMs());
  const asked = { type: 'CancelSeats', cancellationId, by } as const;
  const [accepted] = tell(bookingAggregate, booking, asked, customer);
  if (accepted?.event.type !== 'CancellationAccepted') throw new Error(`${booking.stream} was not cancelled`);
  const { seatIds, refund } = accepted.event.data;
  const bookingId = booking.stream.slice('booking-'.length);
  tell(showtimeAggregate, showtime, { type: 'ReturnSeats', bookingId, seatIds: [...seatIds] }, system);
  tell(bookingAggregate, booking, { type: 'RecordSeatsReleased', cancellationId }, system);
  if (refund.amount > 0) {
    const refundId = `sim_${ids.text(20)}`;
    tell(bookingAggregate, booking, { type: 'RecordRefunded', cancellationId, refundId }, system);
  }
  sale.cancelled = { by, refundMinor: refund.amount };
};

const admit = ({ author }: Story, booking: ToldBooking, sale: SaleTold): void => {
  if (sale.cancelled !== undefined) return;
  const checkinId = author.ids.next(author.nowMs());
  const command = { type: 'AdmitTicket', checkinId, opensBeforeMs: gateOpensMs } as const;
  author.tell(bookingAggregate, booking, command, gate);
  sale.admitted = true;
};

const pay = (story: Story, showtime: ToldShowtime, hold: ToldHold, sale: SaleTold): void => {
  const { author, timeline } = story;
  const { ids, tell } = author;
  const booking = startPayment(author, showtime, hold);
  if (sale.ending === 'ran out, card declined') {
    tell(bookingAggregate, booking, { type: 'RecordDeclined', attempt: 1, code: 'card_declined' }, system);
    timeline.after(holdTtlMs, () => {
      tell(bookingAggregate, booking, { type: 'ExpireBooking', why: 'hold-expired' }, system);
    });
    return;
  }
  for (const _ of carryOut(author, showtime, hold, booking)) author.pass(200);
  sale.paidAtMs = author.nowMs();
  const startsInMs = Date.parse(sale.startsAt) - author.nowMs();
  if (ids.below(14) === 0 && startsInMs > 2 * hourMs) {
    timeline.after(ids.below(startsInMs - hourMs), () => cancel(story, showtime, booking, sale));
  }
  if (ids.below(12) > 0)
    timeline.after(Math.max(0, startsInMs - 20 * minuteMs), () => admit(story, booking, sale));
};

const endingOf = (draw: number): Ending => {
  if (draw < 68) return 'booked';
  if (draw < 76) return 'given back';
  return draw < 94 ? 'ran out, no payment tried' : 'ran out, card declined';
};

const ask = (story: Story, show: PlannedShow, showtime: ToldShowtime): void => {
  const { author, timeline } = story;
  const { ids, tell } = author;
  const count = partySizes[ids.below(partySizes.length)] ?? 2;
  let hold: ToldHold;
  try {
    const ticketTypes = Array.from({ length: count }, () => 'adult' as const);
    hold = holdSeats(author, showtime, { kind: 'best-available', count, ticketTypes });
  } catch {
    story.refusals.tell(showtime, count);
    return;
  }
  const { holdId } = hold;
  const { state } = showtime;
  const held = state.status === 'none' ? undefined : holdOf(state.inventory, holdId);
  if (held === undefined) throw new Error(`hold ${holdId} is not there`);
  const sale: SaleTold = {
    ...{ showtimeId: show.id, title: show.film.title, startsAt: show.startsAt, heldAtMs: author.nowMs() },
    seats: [...held.seats].map(({ id, type, price }) => ({ id, type, priceMinor: price.amount })),
    ...{ ending: endingOf(ids.below(100)), admitted: false },
  };
  story.sales.push(sale);
  const thinksMs = minuteMs + ids.below(5 * minuteMs);
  const runOut = (): void => {
    tell(showtimeAggregate, showtime, { type: 'ExpireHolds' }, system);
  };
  const giveBack = (): void => {
    tell(showtimeAggregate, showtime, { type: 'ReleaseHold', holdId }, customer);
  };
  if (sale.ending.startsWith('ran out')) timeline.after(holdTtlMs + 1_000, runOut);
  if (sale.ending === 'given back') timeline.after(thinksMs, giveBack);
  else if (sale.ending !== 'ran out, no payment tried') {
    timeline.after(thinksMs, () => pay(story, showtime, hold, sale));
  }
};

/** Most guests come late: leads are spread evenly over powers. */
const leadMs = ({ below }: LogAuthor['ids']): number => {
  const share = below(1_000_000) / 1_000_000;
  return 30 * minuteMs + Math.floor(share ** 3 * (soldAheadMs - 2 * hourMs));
};

const partiesFor = (author: LogAuthor, show: PlannedShow, week: number): number => {
  const start = new Date(show.startsAt);
  const ofMonth = partiesOfMonth[start.getUTCMonth()] ?? 0;
  const run = 200 - 35 * (week % weeksOfRun);
  const growth = week >= 52 ? growthPercent : 100;
  const mean = (ofMonth * run * growth) / 10_000;
  return Math.max(1, Math.round(mean) + author.ids.below(5) - 2);
};

const openHouse = (
  story: Story,
  show: PlannedShow,
  house: ReturnType<typeof tellTheater>,
  week: number,
): void => {
  const { author, timeline } = story;
  const showtime = publish(author, show, house);
  const startsAtMs = Date.parse(show.startsAt);
  const parties = partiesFor(author, show, week);
  for (let party = 0; party < parties; party += 1) {
    timeline.at(startsAtMs - leadMs(author.ids), () => ask(story, show, showtime));
  }
};

const theaterOf = async (): Promise<PlannedTheater> => {
  const city = (await readCities()).find(({ timeZone }) => timeZone === 'Europe/Paris');
  if (city === undefined) throw new Error('there is no city in that time zone');
  const template =
    layoutTemplates.find(({ name }) => name === 'studio') ?? demoChoice('season/hall', layoutTemplates);
  const halls = ['1', '2'].map((hall) => ({
    id: demoId(`season/hall/${hall}`),
    seats: layoutSeats(template),
  }));
  return { ...city, id: demoId('season/theater'), halls };
};

const showsOf = (week: number, films: readonly DemoFilm[], theater: PlannedTheater): readonly PlannedShow[] =>
  theater.halls.flatMap(({ id: hallId }, hall) =>
    eveningsOfWeek.map((evening, place) => {
      const film = films[(Math.floor(week / weeksOfRun) * 2 + hall) % films.length];
      if (film === undefined) throw new Error('there are no films');
      return {
        ...{ id: demoId(`season/show/${week}/${hall}/${place}`), film, theater, hallId },
        startsAt: new Date(firstWeekMs + week * weekMs + evening + hall * 10 * minuteMs).toISOString(),
        ...{ format: '2D', language: 'en', priceMinor: 1_000 },
      };
    }),
  );

export const tellSeason = async (weeks: number): Promise<Season> => {
  const events: RecordedText[] = [];
  const startMs = firstWeekMs - soldAheadMs - dayMs;
  const author = createLogAuthor(startMs, (event) => {
    events.push({ ...event, position: positionOf(BigInt(events.length + 1)) });
  });
  const timeline = createTimeline(author);
  const story: Story = { author, timeline, sales: [], refusals: createRefusals(author, timeline) };
  const known = (await readFilms()).filter(({ runtimeMinutes }) => runtimeMinutes <= 140);
  const films = known.sort((one, other) => other.votes - one.votes).slice(0, filmsShown);
  const theater = await theaterOf();
  tellFilms(author, { films });
  const house = tellTheater(author, 0, theater);
  for (let week = 0; week < weeks; week += 1) {
    const shows = showsOf(week, films, theater).toSorted((one, other) =>
      one.startsAt < other.startsAt ? -1 : 1,
    );
    for (const show of shows) {
      timeline.at(Date.parse(show.startsAt) - soldAheadMs, () => openHouse(story, show, house, week));
    }
  }
  timeline.run();
  return { events, sales: story.sales, refusals: story.refusals.told };
};
