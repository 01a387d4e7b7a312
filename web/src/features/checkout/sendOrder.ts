import { api, dataOf } from '../../shared/api/client.ts';
import { insist } from '../../shared/api/insist.ts';
import { isProblem } from '../../shared/api/Problem.ts';
import { type Order, pendingOrder } from './pendingOrder.ts';

const askAgainMs = 1_500;
/** Longer than a bank waits for its customer. */
const asksMax = 800;

export type WaitsFor = 'slow' | 'bankAsks';

const ask = ({ key, body }: Order) =>
  insist(() => dataOf(api.POST('/v1/bookings', { params: { header: { 'Idempotency-Key': key } }, body })));

/** What the customer's bank asks is shown by Stripe. However it ends, the next answer to the order tells. */
const confirm = async (clientSecret: string): Promise<void> => {
  const { openStripe } = await import('./card/openStripe.ts');
  await (await openStripe()).handleNextAction({ clientSecret });
};

/** Sends an order until it is decided. It is kept until then: a page that is loaded again goes on with it. */
export const sendOrder = async (order: Order, onWait: (what: WaitsFor) => void) => {
  let confirmed: string | undefined;
  try {
    let answer = await ask(order);
    for (let asks = 1; answer.status === 'payment_pending' && asks < asksMax; asks += 1) {
      const secret = answer.payment.action?.clientSecret;
      if (secret !== undefined && secret !== confirmed) {
        onWait('bankAsks');
        await confirm(secret);
        confirmed = secret;
      } else {
        onWait('slow');
        await new Promise((resolve) => setTimeout(resolve, askAgainMs));
      }
      answer = await ask(order);
    }
    pendingOrder.forget();
    return answer;
  } catch (error) {
    if (isProblem(error)) pendingOrder.forget();
    throw error;
  }
};
