import { type Language, locale } from '../../../shared/i18n/locale.ts';
import { openStripe } from './openStripe.ts';
import { CardIncomplete, type CardProps, type Payer } from './Payer.ts';

export interface MountedCard {
  readonly payer: Payer;
  unmount(): void;
}

/** Stripe has no Hindi. */
const localeOf = (language: Language) => (language === 'hi' ? 'auto' : language);

const isDark = (): boolean => window.matchMedia('(prefers-color-scheme: dark)').matches;

/** Puts Stripe's card form there. The card's number stays with Stripe. */
export const mountStripeCard = async (place: HTMLElement, due: CardProps['due']): Promise<MountedCard> => {
  const stripe = await openStripe();
  const elements = stripe.elements({
    mode: 'payment',
    amount: due.amount,
    currency: due.currency.toLowerCase(),
    captureMethod: 'manual',
    paymentMethodCreation: 'manual',
    allowedPaymentMethodTypes: ['card'],
    locale: localeOf(locale.get()),
    appearance: { theme: isDark() ? 'night' : 'stripe' },
  });
  const form = elements.create('payment', { wallets: { applePay: 'never', googlePay: 'never' } });
  form.mount(place);
  const readToken = async (): Promise<string> => {
    const checked = await elements.submit();
    if (checked.error !== undefined) throw new CardIncomplete(checked.error.message);
    const { error, paymentMethod } = await stripe.createPaymentMethod({ elements });
    if (paymentMethod === undefined) throw new CardIncomplete(error?.message);
    return paymentMethod.id;
  };
  return { payer: { method: 'card-3ds', readToken }, unmount: () => form.destroy() };
};
