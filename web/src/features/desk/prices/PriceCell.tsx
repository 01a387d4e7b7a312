import { useStore } from '@nanostores/preact';
import { formats } from '../../../shared/format/formats.ts';
import type { Money } from '../../../shared/format/money.ts';
import { messages } from '../messages.ts';

export interface PriceCellProps {
  readonly before: Money | undefined;
  readonly after: Money | undefined;
}

export const PriceCell = ({ before, after }: PriceCellProps) => {
  const t = useStore(messages);
  const format = useStore(formats);
  const isNew = before !== undefined && before.amount !== after?.amount;
  return (
    <td>
      {after !== undefined && <strong>{format.money(after)}</strong>}
      {isNew && (
        <span class="soft">
          {' '}
          {t.now} {format.money(before)}
        </span>
      )}
    </td>
  );
};
