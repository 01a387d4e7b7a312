import type { components } from '../api/schema.ts';
import { kept } from '../session/kept.ts';

export type Hold = components['schemas']['Hold'];
export type TicketType = Hold['seats'][number]['ticketType'];

/** What proves the hold, kept in this tab until it is over. */
export interface HoldKey {
  readonly holdId: string;
  readonly holdToken: string;
  readonly showtimeId: string;
}

const stored = kept(sessionStorage, 'hold');

const isKey = (value: unknown): value is HoldKey =>
  typeof value === 'object' &&
  value !== null &&
  ['holdId', 'holdToken', 'showtimeId'].every((name) => typeof Reflect.get(value, name) === 'string');

export const holdKey = {
  get: (): HoldKey | undefined => {
    const value: unknown = JSON.parse(stored.get() ?? 'null');
    return isKey(value) ? value : undefined;
  },
  set: (key: HoldKey): void => stored.set(JSON.stringify(key)),
  forget: (): void => stored.set(undefined),
};
