import { tableText } from '../analyze/tableText.ts';
import { lostGuests } from '../onsale/lostGuests.ts';
import type { OnSale } from '../onsale/OnSale.ts';
import { refusalsOf } from '../onsale/refusals.ts';
import { visitsOf } from '../onsale/visits.ts';
import { counted } from '../rebuild/verdict.ts';
import type { TooMany } from './boxOffice.ts';
import { recordedOutcome } from './recordedOutcome.ts';
import { replaySale } from './replaySale.ts';
import { outcomeRows, type Run, type Sale } from './report.ts';
import { type OtherRules, rulesText } from './rules.ts';

export interface WhatifOptions extends OtherRules {
  readonly showtime: string;
  readonly tooMany: TooMany;
  readonly attemptsPerGuest: number;
  readonly picture?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

export interface Whatif {
  readonly runs: readonly Run[];
  readonly sale: Sale;
  /** What was not replayed. */
  readonly notes: readonly string[];
}

/** Throws CommandRefused. */
export const whatif = (
  onSale: OnSale,
  rules: OtherRules,
  { tooMany, attemptsPerGuest }: Pick<WhatifOptions, 'tooMany' | 'attemptsPerGuest'>,
): Whatif => {
  const visits = visitsOf(onSale);
  const { guests, atTheDoor } = refusalsOf(onSale.lost, attemptsPerGuest);
  const { lost, choseAgain } = lostGuests(onSale, guests);
  const demand = { ...visits, lost };
  const opened = onSale.events.find(({ event }) => event.type === 'SalesOpened');
  return {
    runs: [
      { name: 'recorded', outcome: recordedOutcome(onSale, lost) },
      { name: 'same rules', outcome: replaySale(onSale, demand, {}, tooMany) },
      { name: 'other rules', outcome: replaySale(onSale, demand, rules, tooMany) },
    ],
    sale: {
      startMs: opened?.atMs ?? onSale.events[0]?.atMs ?? 0,
      guests: visits.visits.length + lost.length,
      currency: onSale.scheduled.priceTerms.base.currency,
    },
    notes: [
      `${counted(choseAgain, 'refusal')} left out: the house had other seats for them at that moment`,
      `${counted(atTheDoor, 'refusal')} left out: by a waiting room, a challenge, a budget or closed sales`,
    ],
  };
};

export const textOf = (
  { runs, sale, notes }: Whatif,
  { showtime, ...rules }: OtherRules & Pick<WhatifOptions, 'showtime'>,
): string => {
  const head = `Showtime ${showtime}. Other rules: ${rulesText(rules, sale.currency)}.`;
  return `${head}\n\n${tableText(outcomeRows(runs, sale))}\n\n${notes.join('\n')}`;
};
