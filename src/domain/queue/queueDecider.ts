import { accept, type Decider, type Decision, decideBy, reject, type Timed } from '../kernel/decider.ts';
import type { SealedText } from '../kernel/sealedText.ts';
import { drawsAtOf } from './drawsAt.ts';
import type { QueueEvent, QueueFacts } from './events.ts';

export interface Lot {
  readonly root: string;
  readonly seed: string;
  readonly entries: number;
}

export interface Queue extends QueueFacts {
  readonly status: 'open' | 'closed';
  readonly sealedSeed: SealedText;
  readonly root?: { readonly root: string; readonly entries: number };
  /** Of a queue that was drawn. */
  readonly lot?: Lot;
}

export type QueueState = { readonly status: 'none' } | Queue;

export type QueueCommand =
  | ({ readonly type: 'OpenQueue'; readonly sealedSeed: SealedText } & Omit<QueueFacts, 'drawsAt'>)
  /** The sender has checked that the seed has the published hash. */
  | ({ readonly type: 'DrawLot' } & Lot)
  | { readonly type: 'CloseQueue' };

type NotFound = { readonly reason: 'QueueNotFound' };
type Over = { readonly reason: 'QueueOver' };

export interface QueueRejections {
  readonly OpenQueue: { readonly reason: 'QueueAlreadyExists' };
  readonly DrawLot: NotFound | Over | { readonly reason: 'LotNotDue'; readonly drawsAt: string };
  readonly CloseQueue: NotFound;
}

const drawLot = (
  { root, seed, entries, nowMs }: Timed<Extract<QueueCommand, { type: 'DrawLot' }>>,
  state: QueueState,
): Decision<QueueEvent, QueueRejections['DrawLot']> => {
  if (state.status === 'none') return reject({ reason: 'QueueNotFound' });
  if (state.lot !== undefined) return accept();
  if (state.status === 'closed') return reject({ reason: 'QueueOver' });
  const { drawsAt } = state;
  if (nowMs < Date.parse(drawsAt)) return reject({ reason: 'LotNotDue', drawsAt });
  return accept<QueueEvent>(
    { type: 'EntryListClosed', data: { root, entries } },
    { type: 'LotDrawn', data: { seed } },
  );
};

export const queueDecider: Decider<QueueState, QueueCommand, QueueEvent, QueueRejections> = {
  initialState: { status: 'none' },
  decide: decideBy<QueueState, QueueCommand, QueueEvent, QueueRejections>({
    OpenQueue: ({ type: _type, nowMs, sealedSeed, ...facts }, state) =>
      state.status === 'none'
        ? accept({
            type: 'QueueOpened',
            data: { ...facts, drawsAt: drawsAtOf(facts, nowMs), seed: sealedSeed },
          })
        : reject({ reason: 'QueueAlreadyExists' }),
    DrawLot: drawLot,
    CloseQueue: (_command, state) => {
      if (state.status === 'none') return reject({ reason: 'QueueNotFound' });
      return state.status === 'closed' ? accept() : accept({ type: 'QueueClosed', data: {} });
    },
  }),
  evolve: (state, event) => {
    if (event.type === 'QueueOpened') {
      const { seed: sealedSeed, ...facts } = event.data;
      return { status: 'open', ...facts, drawsAt: facts.drawsAt ?? facts.saleStartsAt, sealedSeed };
    }
    if (state.status === 'none') throw new Error(`${event.type} before QueueOpened`);
    switch (event.type) {
      case 'EntryListClosed':
        return { ...state, root: event.data };
      case 'LotDrawn':
        if (state.root === undefined) throw new Error('LotDrawn before EntryListClosed');
        return { ...state, lot: { ...state.root, seed: event.data.seed } };
      case 'QueueClosed':
        return { ...state, status: 'closed' };
    }
  },
};
