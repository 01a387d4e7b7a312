import { useStore } from '@nanostores/preact';
import { useQuery } from '@tanstack/preact-query';
import { Link } from 'wouter-preact';
import { api, dataOf } from '../../../shared/api/client.ts';
import { formats } from '../../../shared/format/formats.ts';
import { Asked } from '../../../shared/problems/Asked.tsx';
import { messages } from '../messages.ts';
import styles from './List.module.css';

const useHalls = (id: string) =>
  useQuery({
    queryKey: ['halls', id],
    queryFn: async () =>
      (await dataOf(api.GET('/v1/theaters/{id}/halls', { params: { path: { id } } }))).items,
  });

export const HallList = ({ theaterId }: { readonly theaterId: string }) => {
  const t = useStore(messages);
  const { number } = useStore(formats);
  const halls = useHalls(theaterId);
  return (
    <Asked query={halls}>
      {(found) =>
        found.length === 0 ? (
          <p>{t.noHalls}</p>
        ) : (
          <ul class={styles.halls}>
            {found.map(({ id, name, seatCount, layoutVersion, cleaningMinutes }) => (
              <li key={id} class={styles.hall}>
                <Link to={`/desk/halls/${id}`} className={styles.name} aria-label={t.edit({ name })}>
                  <bdi>{name}</bdi>
                </Link>
                <span class="soft">
                  {t.hallFacts({
                    seats: number(seatCount),
                    version: number(layoutVersion),
                    minutes: number(cleaningMinutes),
                  })}
                </span>
              </li>
            ))}
          </ul>
        )
      }
    </Asked>
  );
};
