import { useStore } from '@nanostores/preact';
import type { FunctionComponent } from 'preact';
import { Link } from 'wouter-preact';
import { Asked } from '../../../shared/problems/Asked.tsx';
import type { Show } from '../../../shared/shows/Show.ts';
import { ShowHead } from '../../../shared/shows/ShowHead.tsx';
import { useShow } from '../../../shared/shows/useShow.ts';
import { BlockSeats } from '../block/BlockSeats.tsx';
import { ShowBookings } from '../bookings/ShowBookings.tsx';
import { Counter } from '../counter/Counter.tsx';
import { messages } from '../messages.ts';
import { Prices } from '../prices/Prices.tsx';
import styles from './ShowPage.module.css';

export interface ShowPageProps {
  readonly params: { readonly id?: string | undefined; readonly part?: string | undefined };
}

const parts = [
  { name: 'counter', path: '', content: Counter },
  { name: 'block', path: '/block', content: BlockSeats },
  { name: 'bookings', path: '/bookings', content: ShowBookings },
  { name: 'prices', path: '/prices', content: Prices },
] as const satisfies readonly {
  readonly name: string;
  readonly path: string;
  readonly content: FunctionComponent<{ readonly show: Show }>;
}[];

/** One show at the desk. */
export const ShowPage = ({ params: { id = '', part = 'counter' } }: ShowPageProps) => {
  const t = useStore(messages);
  const show = useShow(id);
  const current = parts.find(({ name }) => name === part) ?? parts[0];
  return (
    <Asked query={show}>
      {(data) => (
        <div class={styles.page}>
          <ShowHead show={data} />
          <nav class={styles.parts} aria-label={t.parts}>
            {parts.map(({ name, path }) => (
              <Link
                key={name}
                to={`/desk/shows/${id}${path}`}
                aria-current={name === current.name ? 'page' : undefined}
              >
                {t[name]}
              </Link>
            ))}
          </nav>
          <current.content key={`${id} ${current.name}`} show={data} />
        </div>
      )}
    </Asked>
  );
};
