import { useStore } from '@nanostores/preact';
import { formats } from '../../../shared/format/formats.ts';
import { useProblemWords } from '../../../shared/problems/useProblemWords.ts';
import type { FootProps } from '../../../shared/seats/panel/ChoicePanel.tsx';
import { Button } from '../../../shared/ui/Button.tsx';
import { messages } from '../messages.ts';
import { type SaleDraft, saleForm, toldOf } from './saleDraft.ts';
import { type Sold, useSale } from './useSale.ts';

export interface CounterFootProps extends FootProps {
  readonly draft: SaleDraft;
  readonly onSold: (sold: Sold) => void;
}

export const CounterFoot = ({ hold, holdKey, isSettled, chooser, draft, onSold }: CounterFootProps) => {
  const t = useStore(messages);
  const format = useStore(formats);
  const say = useProblemWords();
  const sale = useSale(chooser, onSold);
  const sell = (event: Event): void => {
    event.preventDefault();
    if (sale.isPending) return;
    sale.mutate({
      holdToken: holdKey.holdToken,
      payment: { method: 'card', token: draft.card.get() },
      expectedTotal: hold.total,
      ...toldOf(draft.contact.get()),
    });
  };
  return (
    <form id={saleForm} onSubmit={sell}>
      <Button type="submit" wide disabled={!isSettled} busy={sale.isPending}>
        {t.card({ total: format.money(hold.total) })}
      </Button>
      {sale.isSlow && <p role="status">{t.slow}</p>}
      {sale.error !== null && <p role="alert">{say(sale.error)}</p>}
    </form>
  );
};
