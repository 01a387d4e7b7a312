import { useStore } from '@nanostores/preact';
import { formats } from '../../shared/format/formats.ts';
import type { Metrics } from './Metrics.ts';
import { messages } from './messages.ts';
import { Part } from './Part.tsx';
import { Tiles } from './Tiles.tsx';

export const Engines = ({ metrics }: { readonly metrics: Metrics }) => {
  const t = useStore(messages);
  const format = useStore(formats);
  const tone = (isGood: boolean) => (isGood ? ('good' as const) : ('bad' as const));
  const works = metrics.by('marquee_works', 'what');
  const conflicts = metrics.sum('marquee_audit_conflicts');
  const position = format.number(metrics.sum('marquee_audit_position'));
  return (
    <>
      <Part title={t.works}>
        <Tiles
          tiles={[
            ...(['holding', 'selling', 'browsing'] as const).map((what) => ({
              name: t[what],
              value: works.get(what) === 1 ? t.yes : t.no,
              tone: tone(works.get(what) === 1),
            })),
            {
              name: t.conflicts,
              value: format.number(conflicts),
              note: t.checkedTo({ position }),
              tone: tone(conflicts === 0),
            },
          ]}
        />
      </Part>
      <Part title={t.engines}>
        <Tiles
          tiles={[...metrics.by('marquee_engine_up', 'engine')].map(([name, isUp]) => ({
            name,
            value: isUp === 1 ? t.up : t.away,
            tone: tone(isUp === 1),
          }))}
        />
      </Part>
    </>
  );
};
