import { InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { anyCategory, eventCatalog } from '../../domain/eventCatalog.ts';
import { type EventFilter, type Position, positionBefore, positionStart } from '../../ports/EventStore.ts';
import type { LogRange } from '../../ports/LogTexts.ts';
import { CommandRefused } from '../command/CommandRefused.ts';

export const formats = ['ndjson', 'csv', 'parquet'] as const;
export type Format = (typeof formats)[number];

/** A place in the log, or a time of decision. */
export type Bound =
  | { readonly position: Position; readonly instant?: undefined }
  | { readonly instant: string; readonly position?: undefined };

/** What is asked of the log. Two exports are the same when it and their log, format and tables are. */
export interface Asked {
  /** Inclusive. */
  readonly from?: Bound;
  /** Exclusive. */
  readonly to?: Bound;
  /** Inclusive. */
  readonly asOf?: Bound;
  readonly category: readonly string[];
  readonly type: readonly string[];
  readonly stream: readonly string[];
}

const positionDigits = 20;
const alternativesMax = 100;
const streamCharsMax = 256;
const instants = z.union([z.iso.datetime({ offset: true }), z.iso.date()]);

export const bound = (text: string): Bound => {
  if (/^\d+$/.test(text) && text.length <= positionDigits) {
    return { position: text.padStart(positionDigits, '0') };
  }
  if (!instants.safeParse(text).success) {
    throw new InvalidArgumentError(
      'Say an instant such as 2026-11-21T18:30:00Z, a date (its midnight in UTC) or a position.',
    );
  }
  return { instant: new Date(text).toISOString() };
};

const categories = new Set([...eventCatalog.values()].map(({ category }) => category));
categories.delete(anyCategory);

const oneMore = (text: string, before: readonly string[]): readonly string[] => {
  if (before.length >= alternativesMax) throw new InvalidArgumentError(`At most ${alternativesMax}.`);
  return [...before, text];
};

export const category = (text: string, before: readonly string[]): readonly string[] => {
  if (categories.has(text)) return oneMore(text, before);
  throw new InvalidArgumentError(`There is no such category; there are ${[...categories].join(', ')}.`);
};

export const type = (text: string, before: readonly string[]): readonly string[] => {
  if (eventCatalog.has(text)) return oneMore(text, before);
  throw new InvalidArgumentError('There is no such type of event; docs/events.md lists them.');
};

export const stream = (text: string, before: readonly string[]): readonly string[] => {
  if (text !== '' && text.length <= streamCharsMax) return oneMore(text, before);
  throw new InvalidArgumentError(`A stream's name has 1 to ${streamCharsMax} characters.`);
};

const justAfter = (instant: string): string => new Date(Date.parse(instant) + 1).toISOString();
const earliest = <Value extends string>(...values: readonly (Value | undefined)[]): Value | undefined =>
  values.filter((value) => value !== undefined).sort()[0];
const before = (position: Position): Position =>
  position === positionStart ? positionStart : positionBefore(position, 1);

const alternatives = ({ category, type, stream }: Asked): EventFilter => ({
  ...(category.length === 0 ? {} : { categories: category }),
  ...(type.length === 0 ? {} : { types: type }),
  ...(stream.length === 0 ? {} : { streams: stream }),
});

/** @param head of the log; an instant that lies ahead means up to here. Throws CommandRefused. */
export const rangeOf = (asked: Asked, head: Position): LogRange => {
  const { from, to, asOf } = asked;
  for (const each of [from, asOf]) {
    if (each?.position !== undefined && each.position > head) {
      throw new CommandRefused(`position ${each.position} is beyond the head of the log, ${head}`);
    }
  }
  const after = from?.position === undefined ? positionStart : before(from.position);
  const exclusive = to?.position === undefined ? undefined : before(to.position);
  const until = earliest(head, exclusive, asOf?.position) ?? head;
  const instantFrom = from?.instant;
  const instantBefore = earliest(
    to?.instant,
    asOf?.instant === undefined ? undefined : justAfter(asOf.instant),
  );
  const isEmpty = instantFrom !== undefined && instantBefore !== undefined && instantFrom >= instantBefore;
  if (after >= until || isEmpty) throw new CommandRefused('nothing lies between these bounds');
  const times = {
    ...(instantFrom === undefined ? {} : { from: instantFrom }),
    ...(instantBefore === undefined ? {} : { before: instantBefore }),
  };
  return { after, until, filter: { ...alternatives(asked), ...times } };
};
