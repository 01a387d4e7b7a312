import { atom, type ReadableAtom } from 'nanostores';
import { isProblem } from '../../api/Problem.ts';
import { holdKey, type TicketType } from '../../holds/Held.ts';
import { readHold, releaseHold } from '../../holds/holdCalls.ts';
import type { Check } from '../proof/proved.ts';
import {
  answered,
  asking,
  type Choice,
  checking,
  mapChanged,
  nextRequest,
  nothingChosen,
  over,
  refused,
  released,
  setTicketType,
  toggle,
  withdrawn,
} from './Choice.ts';
import type { Answered, Best, SeatCalls } from './seatCalls.ts';

export interface Chooser {
  readonly choice: ReadableAtom<Choice>;
  toggle(unit: readonly string[]): void;
  setTicketType(seatId: string, type: TicketType): void;
  best(best: Best): Promise<void>;
  /** Reads the hold again: after a sleep, an extension, or a map that says otherwise. */
  refresh(): Promise<void>;
  mapChanged(): void;
  /** Gives the seats back as the page is left, unless they were handed over. */
  leave(): void;
  /** The hold is another page's from now on. */
  handOver(): void;
  /** It is this page's again. */
  takeBack(): void;
  /** The hold has become a booking: the next choice begins. */
  startOver(): void;
}

/** Sends one request at a time; taps meanwhile become the next one. A tap ends the wait for a proof. */
export const createChooser = (calls: SeatCalls): Chooser => {
  const choice = atom<Choice>(nothingChosen);
  let stop = new AbortController();
  let isHandedOver = false;
  const check = (): Check => {
    stop = new AbortController();
    return {
      signal: stop.signal,
      onChecking: (isChecking) => choice.set(checking(choice.get(), isChecking)),
    };
  };
  const stopChecking = (): void => {
    if (choice.get().isChecking) stop.abort();
  };
  const take = ({ hold, key }: Answered): void => {
    holdKey.set(key);
    choice.set(answered(choice.get(), hold, key));
  };
  const settle = async (): Promise<void> => {
    const request = nextRequest(choice.get());
    if (request === undefined) return;
    const { key } = choice.get();
    choice.set(asking(choice.get()));
    try {
      const answer = await calls.send(request, key, check());
      if (answer !== undefined) take(answer);
      else {
        holdKey.forget();
        choice.set(released(choice.get()));
      }
    } catch (error) {
      const now = choice.get();
      choice.set(stop.signal.aborted ? withdrawn(now) : refused(now, request, error));
    }
    await settle();
  };
  const change = (next: Choice): void => {
    choice.set(next);
    void settle();
  };
  const end = (): void => {
    holdKey.forget();
    choice.set(over(choice.get()));
  };
  return {
    choice,
    toggle: (unit) => {
      stopChecking();
      change(toggle(choice.get(), unit));
    },
    setTicketType: (id, type) => change(setTicketType(choice.get(), id, type)),
    mapChanged: () => change(mapChanged(choice.get())),
    best: async (best) => {
      const { key } = choice.get();
      choice.set(asking({ ...nothingChosen, key }));
      try {
        if (key !== undefined) await calls.send({ type: 'release' }, key, check());
        const answer = await calls.best(best, check());
        choice.set({ ...choice.get(), wanted: answer.hold.seats.map(({ id }) => id) });
        take(answer);
      } catch (error) {
        choice.set(
          stop.signal.aborted
            ? released(choice.get())
            : { ...nothingChosen, refusal: { kind: 'other', error } },
        );
      }
      await settle();
    },
    refresh: async () => {
      const key = choice.get().key ?? holdKey.get();
      if (key === undefined || choice.get().busy) return;
      try {
        const hold = await readHold(key);
        const isNew = choice.get().hold === undefined;
        const wanted = isNew ? hold.seats.map(({ id }) => id) : choice.get().wanted;
        choice.set(answered({ ...choice.get(), wanted }, hold, key));
      } catch (error) {
        if (isProblem(error, 'hold-expired', 'not-found')) end();
      }
    },
    handOver: () => {
      isHandedOver = true;
    },
    takeBack: () => {
      isHandedOver = false;
    },
    startOver: () => {
      isHandedOver = false;
      holdKey.forget();
      choice.set(nothingChosen);
    },
    leave: () => {
      if (isHandedOver) return;
      const { key, isChecking } = choice.get();
      if (isChecking) {
        stop.abort();
        choice.set(nothingChosen);
      }
      if (key === undefined) return;
      holdKey.forget();
      void releaseHold(key).catch(() => undefined);
      choice.set(nothingChosen);
    },
  };
};
