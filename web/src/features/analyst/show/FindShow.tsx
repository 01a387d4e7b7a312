import { useStore } from '@nanostores/preact';
import { useQuery } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { Link, useLocation } from 'wouter-preact';
import { api, dataOf } from '../../../shared/api/client.ts';
import { formats } from '../../../shared/format/formats.ts';
import { Asked } from '../../../shared/problems/Asked.tsx';
import { Button } from '../../../shared/ui/Button.tsx';
import { Field } from '../../../shared/ui/Field.tsx';
import styles from '../Analyst.module.css';
import { messages } from '../messages.ts';
import { TheaterField } from '../TheaterField.tsx';

const showsMax = '100';

const useShowsOf = (theaterId: string | undefined, date: string) =>
  useQuery({
    queryKey: ['shows-of', theaterId, date],
    enabled: theaterId !== undefined && date !== '',
    queryFn: async () => {
      const params = { path: { id: theaterId ?? '' }, query: { date, limit: showsMax } };
      return (await dataOf(api.GET('/v1/theaters/{id}/showtimes', { params }))).items;
    },
  });

const today = (): string => new Date().toLocaleDateString('sv');

export const FindShow = () => {
  const t = useStore(messages);
  const [, navigate] = useLocation();
  const [theaterId, setTheaterId] = useState<string>();
  const [date, setDate] = useState(today);
  const [id, setId] = useState('');
  const open = (event: Event): void => {
    event.preventDefault();
    if (id.trim() !== '') navigate(`/log/shows/${encodeURIComponent(id.trim())}`);
  };
  return (
    <>
      <h1>{t.findShow}</h1>
      <p>{t.findText}</p>
      <form class={styles.filters} onSubmit={open}>
        <TheaterField
          label={t.theater}
          hint=""
          theaterId={theaterId}
          onChange={(theater) => setTheaterId(theater?.id)}
        />
        <Field label={t.day} name="day" type="date" value={date} onInput={setDate} />
        <Field label={t.showId} name="show" value={id} onInput={setId} />
        <Button type="submit" look="plain">
          {t.open}
        </Button>
      </form>
      {theaterId !== undefined && <ShowsFound theaterId={theaterId} date={date} />}
    </>
  );
};

const ShowsFound = ({ theaterId, date }: { readonly theaterId: string; readonly date: string }) => {
  const t = useStore(messages);
  const format = useStore(formats);
  const shows = useShowsOf(theaterId, date);
  return (
    <Asked query={shows}>
      {(found) => (
        <ul class={styles.list}>
          {found.length === 0 && <li>{t.none}</li>}
          {found.map(({ id, startsAt, timeZone, movie, hall }) => (
            <li key={id}>
              <span class="figures">{format.time(startsAt, timeZone)}</span>{' '}
              <Link to={`/log/shows/${id}`}>
                <bdi>{movie.title}</bdi>
              </Link>{' '}
              <span class="soft">
                <bdi>{hall.name}</bdi>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Asked>
  );
};
