import { useStore } from '@nanostores/preact';
import type { ComponentChildren } from 'preact';
import { Asked } from '../problems/Asked.tsx';
import { Button } from '../ui/Button.tsx';
import { Loading } from '../ui/Loading.tsx';
import styles from './DeskFrame.module.css';
import { deskNavMessages } from './deskNavMessages.ts';
import { deskTheater } from './deskTheater.ts';
import { TheaterPick } from './TheaterPick.tsx';
import { type Theater, useOwnTheaters, useTheater } from './useDeskTheaters.ts';

export interface WithTheaterProps {
  readonly children: (theater: Theater) => ComponentChildren;
}

/** Asks once which theater this desk is of, where the person works for several. */
export const WithTheater = ({ children }: WithTheaterProps) => {
  const t = useStore(deskNavMessages);
  const chosen = useStore(deskTheater.store);
  const own = useOwnTheaters();
  const only = own !== 'all' && own?.length === 1 ? own[0] : undefined;
  const isOwn = chosen !== undefined && (own === 'all' || own?.includes(chosen) === true);
  const id = isOwn ? chosen : only;
  const theater = useTheater(id ?? '');
  if (own === undefined) return <Loading />;
  if (id === undefined) return <TheaterPick own={own} />;
  return (
    <Asked query={theater}>
      {(data) => (
        <>
          <p class={styles.theater}>
            <span>
              <strong>
                <bdi>{data.name}</bdi>
              </strong>
              , <bdi>{data.city}</bdi>
            </span>
            {only === undefined && (
              <Button look="quiet" onClick={() => deskTheater.set(undefined)}>
                {t.otherTheater}
              </Button>
            )}
          </p>
          {children(data)}
        </>
      )}
    </Asked>
  );
};
