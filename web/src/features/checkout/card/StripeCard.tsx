import { useStore } from '@nanostores/preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { needsDocumentOf } from '../../../shared/page/ownDocument.ts';
import styles from '../Checkout.module.css';
import { messages } from '../messages.ts';
import type { MountedCard } from './mountStripeCard.ts';
import type { CardProps } from './Payer.ts';

const mount = async (place: HTMLElement, due: CardProps['due']): Promise<MountedCard> =>
  (await import('./mountStripeCard.ts')).mountStripeCard(place, due);

export const StripeCard = ({ due, onPayer }: CardProps) => {
  const t = useStore(messages);
  const place = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<'loading' | 'ready' | 'missing'>('loading');
  useEffect(() => {
    const element = place.current;
    if (element === null || needsDocumentOf('checkout')) return;
    let isGone = false;
    let mounted: MountedCard | undefined;
    mount(element, due).then(
      (card) => {
        mounted = card;
        if (isGone) return card.unmount();
        onPayer(card.payer);
        setState('ready');
      },
      () => setState('missing'),
    );
    return () => {
      isGone = true;
      mounted?.unmount();
    };
  }, [due.amount, due.currency]);
  return (
    <fieldset class={styles.cards}>
      <legend>{t.card}</legend>
      {state === 'loading' && <p role="status">{t.cardLoading}</p>}
      {state === 'missing' && <p role="alert">{t.cardMissing}</p>}
      <div ref={place} />
    </fieldset>
  );
};
