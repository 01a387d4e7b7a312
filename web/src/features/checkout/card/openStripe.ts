import type { Stripe } from '@stripe/stripe-js';
import { loadStripe } from '@stripe/stripe-js/pure';
import { queryClient } from '../../../shared/api/queryClient.ts';
import { paymentOptions } from './paymentOptions.ts';

let opened: Promise<Stripe> | undefined;

const open = async (): Promise<Stripe> => {
  const { publishableKey } = await queryClient.fetchQuery(paymentOptions);
  const stripe = publishableKey === undefined ? null : await loadStripe(publishableKey);
  if (stripe === null) throw new Error('there is no card form');
  return stripe;
};

/** Stripe's own script, fetched from Stripe once. Throws when it cannot be had, and may then be tried again. */
export const openStripe = (): Promise<Stripe> => {
  opened ??= open().catch((error: unknown) => {
    opened = undefined;
    throw error;
  });
  return opened;
};
