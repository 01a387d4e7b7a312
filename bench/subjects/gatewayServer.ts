/** The payment gateway that stands in for Stripe in the tests, as a process of its own that takes its time to answer. */
import { parseArgs } from 'node:util';
import { startStripeStandIn } from '../../tests/support/stripe/startStripeStandIn.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    'answers-after-ms': { type: 'string', default: '0' },
  },
});
await startStripeStandIn({ port: Number(values.port), answersAfterMs: Number(values['answers-after-ms']) });

process.once('SIGTERM', () => process.exit(0));
