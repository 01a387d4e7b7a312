import { useStore } from '@nanostores/preact';
import { useState } from 'preact/hooks';
import { holdMessages } from '../../holds/holdMessages.ts';
import { Button } from '../../ui/Button.tsx';
import { Select } from '../../ui/Select.tsx';
import type { Best } from '../choice/seatCalls.ts';
import type { SeatPlan, SeatType } from '../plan/SeatPlan.ts';
import { seatMessages } from '../seatMessages.ts';
import styles from './ChoicePanel.module.css';

export interface BestSeatsProps {
  readonly plan: SeatPlan;
  readonly busy: boolean;
  readonly onFind: (best: Best) => void;
}

const counts = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'] as const;

export const BestSeats = ({ plan, busy, onFind }: BestSeatsProps) => {
  const t = useStore(seatMessages);
  const words = useStore(holdMessages);
  const [count, setCount] = useState<(typeof counts)[number]>('2');
  const [type, setType] = useState<SeatType | 'any'>('any');
  const types = [...new Set(plan.seats.map((seat) => seat.type))];
  const kinds = [
    { value: 'any' as const, label: t.anyType },
    ...types.map((value) => ({ value, label: words[value] })),
  ];
  const find = (event: Event): void => {
    event.preventDefault();
    onFind({ count: Number(count), ...(type === 'any' ? {} : { seatType: type }) });
  };
  return (
    <form class={styles.best} onSubmit={find}>
      <Select
        label={t.howMany}
        options={counts.map((value) => ({ value, label: t.tickets(Number(value)) }))}
        value={count}
        onChange={setCount}
      />
      <Select label={t.kind} options={kinds} value={type} onChange={setType} />
      <Button type="submit" wide busy={busy}>
        {t.best}
      </Button>
    </form>
  );
};
