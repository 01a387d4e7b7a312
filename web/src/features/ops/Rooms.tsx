import { useStore } from '@nanostores/preact';
import { formats } from '../../shared/format/formats.ts';
import type { Metrics } from './Metrics.ts';
import { messages } from './messages.ts';
import { Part } from './Part.tsx';
import { Tiles } from './Tiles.tsx';

export const Rooms = ({ metrics }: { readonly metrics: Metrics }) => {
  const t = useStore(messages);
  const { number } = useStore(formats);
  const turns = metrics.by('marquee_queue_turns_total', 'what');
  return (
    <Part title={t.rooms}>
      <Tiles
        tiles={[
          { name: t.callers, value: number(metrics.sum('marquee_queue_callers_waiting')) },
          { name: t.turns, value: number(metrics.sum('marquee_queue_turns_open')) },
          { name: t.called, value: number(turns.get('called') ?? 0) },
          { name: t.lapsed, value: number(turns.get('lapsed') ?? 0) },
          { name: t.roomStreams, value: number(metrics.sum('marquee_queue_streams_open')) },
        ]}
      />
    </Part>
  );
};
