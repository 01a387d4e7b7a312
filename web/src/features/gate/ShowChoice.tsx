import { useStore } from '@nanostores/preact';
import { formats } from '../../shared/format/formats.ts';
import { Select } from '../../shared/ui/Select.tsx';
import type { Kit } from './kit/Kit.ts';
import { messages } from './messages.ts';

export interface ShowChoiceProps {
  readonly kit: Kit;
  readonly value: string | undefined;
  readonly onChange: (showtimeId: string | undefined) => void;
}

export const ShowChoice = ({ kit, value = '', onChange }: ShowChoiceProps) => {
  const t = useStore(messages);
  const format = useStore(formats);
  const shows = kit.shows.map((show) => ({
    value: show.id,
    label: t.forShow({ ...show, time: format.time(show.startsAt, kit.timeZone) }),
  }));
  return (
    <Select
      label={t.show}
      options={[{ value: '', label: t.anyShow }, ...shows]}
      value={value}
      onChange={(id) => onChange(id === '' ? undefined : id)}
    />
  );
};
