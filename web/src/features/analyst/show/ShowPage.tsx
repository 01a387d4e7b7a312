import { useStore } from '@nanostores/preact';
import { useMemo } from 'preact/hooks';
import { formats } from '../../../shared/format/formats.ts';
import { Asked } from '../../../shared/problems/Asked.tsx';
import type { Show } from '../../../shared/shows/Show.ts';
import { useShow } from '../../../shared/shows/useShow.ts';
import { Notice } from '../../../shared/ui/Notice.tsx';
import type { LogEvent } from '../log/LogEvent.ts';
import { messages } from '../messages.ts';
import { foldShow } from './foldShow.ts';
import { Replay } from './Replay.tsx';
import { useShowEvents } from './useShowEvents.ts';

export const ShowPage = ({ id }: { readonly id: string }) => {
  const show = useShow(id);
  const events = useShowEvents(id);
  return (
    <Asked query={show}>
      {(data) => (
        <>
          <ShowTitle show={data} />
          <Asked query={events}>
            {(read) => <History show={data} events={read} onReload={() => void events.refetch()} />}
          </Asked>
        </>
      )}
    </Asked>
  );
};

const ShowTitle = ({ show }: { readonly show: Show }) => {
  const format = useStore(formats);
  const { movie, theater, hall, startsAt, timeZone } = show;
  return (
    <header>
      <h1>
        <bdi>{movie.title}</bdi>
      </h1>
      <p class="soft">
        <bdi>{theater.name}</bdi>, <bdi>{hall.name}</bdi> · {format.day(startsAt, timeZone)}{' '}
        {format.time(startsAt, timeZone)}
      </p>
    </header>
  );
};

interface HistoryProps {
  readonly show: Show;
  readonly events: readonly LogEvent[];
  readonly onReload: () => void;
}

const History = ({ show, events, onReload }: HistoryProps) => {
  const t = useStore(messages);
  const history = useMemo(() => foldShow(events), [events]);
  return history.steps.length === 0 ? (
    <Notice title={t.noHolds} />
  ) : (
    <Replay show={show} history={history} onReload={onReload} />
  );
};
