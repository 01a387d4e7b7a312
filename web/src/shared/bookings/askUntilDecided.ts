import { api, dataOf } from '../api/client.ts';
import { insist } from '../api/insist.ts';
import type { paths } from '../api/schema.ts';

/** What was sent. It is sent again as it was: the same key and body are never charged twice. */
export interface Asked {
  readonly key: string;
  readonly body: paths['/v1/bookings']['post']['requestBody']['content']['application/json'];
}

const askAgainMs = 1_500;
/** Longer than a bank waits for its customer. */
const asksMax = 800;

const ask = ({ key, body }: Asked) =>
  insist(() => dataOf(api.POST('/v1/bookings', { params: { header: { 'Idempotency-Key': key } }, body })));

export type Answer = Awaited<ReturnType<typeof ask>>;

export const waitToAskAgain = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, askAgainMs));

/** Pays, and asks again while the bank has not answered; `wait` is what happens in between. */
export const askUntilDecided = async (
  asked: Asked,
  wait: (pending: Answer) => Promise<void>,
): Promise<Answer> => {
  let answer = await ask(asked);
  for (let asks = 1; answer.status === 'payment_pending' && asks < asksMax; asks += 1) {
    await wait(answer);
    answer = await ask(asked);
  }
  return answer;
};
