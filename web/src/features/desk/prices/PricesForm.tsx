import { useStore } from '@nanostores/preact';
import { useState } from 'preact/hooks';
import { holdMessages } from '../../../shared/holds/holdMessages.ts';
import { useProblemWords } from '../../../shared/problems/useProblemWords.ts';
import type { Show } from '../../../shared/shows/Show.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Field } from '../../../shared/ui/Field.tsx';
import { useLater } from '../../../shared/ui/useLater.ts';
import { messages } from '../messages.ts';
import { baseOf, draftOf, editOf, factorOf, typesOf } from './PriceDraft.ts';
import styles from './Prices.module.css';
import { PriceTable } from './PriceTable.tsx';
import { type Pricing, usePreview, type useRepricing } from './usePricing.ts';

export interface PricesFormProps {
  readonly show: Show;
  readonly pricing: Pricing;
  readonly repricing: ReturnType<typeof useRepricing>;
}

/** The preview comes from the program itself: it is what seats will cost, with surcharges and rounding. */
export const PricesForm = ({ show, pricing, repricing }: PricesFormProps) => {
  const t = useStore(messages);
  const words = useStore(holdMessages);
  const say = useProblemWords();
  const types = typesOf(show);
  const [draft, setDraft] = useState(draftOf(pricing, types));
  const edit = editOf(draft, pricing);
  const preview = usePreview(show.id, useLater(edit));
  const save = (event: Event): void => {
    event.preventDefault();
    if (edit !== undefined && !repricing.isPending) repricing.mutate({ edit, version: pricing.version });
  };
  const isNoPrice = baseOf(draft.base, pricing.basePrice.currency) === undefined;
  const error = repricing.error ?? preview.error;
  return (
    <form class={styles.form} onSubmit={save}>
      <Field
        label={`${t.basePrice}, ${pricing.basePrice.currency}`}
        name="base"
        required
        value={draft.base}
        onInput={(base) => setDraft({ ...draft, base })}
        fault={isNoPrice ? t.notAPrice : undefined}
      />
      <div class={styles.factors}>
        {types.map((type) => (
          <Field
            key={type}
            label={t.seatFactor({ type: words[type] })}
            name={type}
            required
            value={draft.factors[type] ?? ''}
            onInput={(typed) => setDraft({ ...draft, factors: { ...draft.factors, [type]: typed } })}
            fault={factorOf(draft.factors[type] ?? '') === undefined ? t.notAFactor : undefined}
          />
        ))}
      </div>
      {preview.data !== undefined && (
        <PriceTable before={show.ticketPrices} after={preview.data.ticketPrices} />
      )}
      {error !== null && <p role="alert">{say(error)}</p>}
      {repricing.isSuccess && <p role="status">{t.pricesSaved}</p>}
      <Button type="submit" disabled={edit === undefined} busy={repricing.isPending}>
        {t.savePrices}
      </Button>
    </form>
  );
};
