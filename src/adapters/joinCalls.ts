import { setImmediate } from 'node:timers/promises';

/**
 * Calls made at one moment are sent together, at most `max` at a time: a statement costs more than what it asks for.
 * `together` answers in the order asked; when it fails, each call is sent alone, for one may be what the server refuses.
 */
export const joinCalls = <Asked, Answer>(
  together: (asked: readonly Asked[]) => Promise<readonly Answer[]>,
  max: number,
): ((asked: Asked) => Promise<Answer>) => {
  interface Call {
    readonly asked: Asked;
    answer(answer: Answer | Promise<Answer>): void;
  }
  let waiting: Call[] = [];

  const sendAlone = ({ asked, answer }: Call): void =>
    answer(together([asked]).then(([only]) => only as Answer));

  const sendJoined = async (calls: readonly Call[]): Promise<void> => {
    const [first] = calls;
    if (calls.length === 1 && first !== undefined) return sendAlone(first);
    try {
      const answers = await together(calls.map(({ asked }) => asked));
      for (const [place, { answer }] of calls.entries()) answer(answers[place] as Answer);
    } catch {
      for (const call of calls) sendAlone(call);
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
