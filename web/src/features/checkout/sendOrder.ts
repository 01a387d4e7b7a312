import { api, dataOf } from '../../shared/api/client.ts';
import { insist } from '../../shared/api/insist.ts';
import { isProblem } from '../../shared/api/Problem.ts';
import { type Order, pendingOrder } from './pendingOrder.ts';

const askAgainMs = 1_500;
const asksMax = 200;

const ask = ({ key, body }: Order) =>
  insist(() => dataOf(api.POST('/v1/bookings', { params: { header: { 'Idempotency-Key': key } }, body })));

/** Sends an order until it is decided. It is kept until then: a page that is loaded again goes on with it. */
export const sendOrder = async (order: Order, onSlow: () => void) => {
  try {
    let answer = await ask(order);
    for (let asks = 1; answer.status === 'payment_pending' && asks < asksMax; asks += 1) {
      onSlow();
      await new Promise((resolve) => setTimeout(resolve, askAgainMs));
      answer = await ask(order);
    }
    pendingOrder.forget();
    return answer;
  } catch (error) {
    if (isProblem(error)) pendingOrder.forget();
    throw error;
  }
};
