import { useStore } from '@nanostores/preact';
import { useQuery } from '@tanstack/preact-query';
import { Asked } from '../../../shared/problems/Asked.tsx';
import { messages } from '../messages.ts';
import type { CardProps } from './Payer.ts';
import { paymentOptions } from './paymentOptions.ts';
import { SimulatedCard } from './SimulatedCard.tsx';
import { StripeCard } from './StripeCard.tsx';

/** As this box office takes cards. */
export const Card = ({ due, onPayer }: CardProps) => {
  const t = useStore(messages);
  const options = useQuery(paymentOptions);
  return (
    <Asked query={options}>
      {({ gateway, publishableKey }) => {
        if (gateway === 'simulated') return <SimulatedCard onPayer={onPayer} />;
        if (publishableKey === undefined) return <p role="alert">{t.noCards}</p>;
        return <StripeCard due={due} onPayer={onPayer} />;
      }}
    </Asked>
  );
};
