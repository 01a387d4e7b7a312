import { useStore } from '@nanostores/preact';
import { formats } from '../../shared/format/formats.ts';
import type { Metrics } from './Metrics.ts';
import { messages } from './messages.ts';
import { Part } from './Part.tsx';
import { Tiles } from './Tiles.tsx';

const counted = [
  ['stuckPayments', 'marquee_stuck_payments'],
  ['parkedMessages', 'marquee_parked_messages'],
  ['lostEntries', 'marquee_security_entries_lost_total'],
  ['uncounted', 'marquee_lost_demand_uncounted_total'],
] as const;

export const WaitingWork = ({ metrics }: { readonly metrics: Metrics }) => {
  const t = useStore(messages);
  const { number } = useStore(formats);
  return (
    <Part title={t.stuck}>
      <Tiles
        tiles={counted.map(([label, name]) => {
          const value = metrics.sum(name, ({ why }) => why !== 'flood');
          return { name: t[label], value: number(value), tone: value > 0 ? 'bad' : 'good' };
        })}
      />
    </Part>
  );
};
