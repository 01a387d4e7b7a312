import { setImmediate } from 'node:timers/promises';

/**
 * Calls made at one moment are sent together, at most `max` at a time: a statement costs more than what it asks for.
 * `together` answers in the order asked; when it fails, each call is sent alone, for one may be what the server refuses.
 */
export const joinCalls = <Asked, Answer>(
  together: (asked: readonly Asked[]) => Promise<readonly Answer[]>,
  max: number,
): ((asked: Asked) => Promise<Answer>) => {
  let waiting: { readonly asked: Asked; answer(answer: Promise<Answer>): void }[] = [];

  const sendJoined = async (calls: typeof waiting): Promise<void> => {
    const sent = together(calls.map(({ asked }) => asked));
    const isAlone = calls.length === 1;
    const answers = await sent.catch(() => undefined);
    for (const [place, { asked, answer }] of calls.entries()) {
      const from = answers === undefined && !isAlone ? together([asked]) : sent;
      const at = from === sent ? place : 0;
      answer(from.then((all) => all[at] as Answer));
    }
  };

  const send = async (): Promise<void> => {
    await setImmediate();
    const calls = waiting;
    waiting = [];
    for (let first = 0; first < calls.length; first += max) {
      void sendJoined(calls.slice(first, first + max));
    }
  };

  return (asked) =>
    new Promise((answer) => {
      waiting.push({ asked, answer });
      if (waiting.length === 1) void send();
    });
};
