import { isProblem } from '../../shared/api/Problem.ts';
import { type Answer, askUntilDecided, waitToAskAgain } from '../../shared/bookings/askUntilDecided.ts';
import { type Order, pendingOrder } from './pendingOrder.ts';

export type WaitsFor = 'slow' | 'bankAsks';

/** What the customer's bank asks is shown by Stripe. However it ends, the next answer to the order tells. */
const confirm = async (clientSecret: string): Promise<void> => {
  const { openStripe } = await import('./card/openStripe.ts');
  await (await openStripe()).handleNextAction({ clientSecret });
};

/** Sends an order until it is decided. It is kept until then: a page that is loaded again goes on with it. */
export const sendOrder = async (order: Order, onWait: (what: WaitsFor) => void) => {
  let confirmed: string | undefined;
  const wait = async ({ payment }: Answer): Promise<void> => {
    const secret = payment.action?.clientSecret;
    if (secret === undefined || secret === confirmed) {
      onWait('slow');
      return await waitToAskAgain();
    }
    onWait('bankAsks');
    await confirm(secret);
    confirmed = secret;
  };
  try {
    const answer = await askUntilDecided(order, wait);
    pendingOrder.forget();
    return answer;
  } catch (error) {
    if (isProblem(error)) pendingOrder.forget();
    throw error;
  }
};
