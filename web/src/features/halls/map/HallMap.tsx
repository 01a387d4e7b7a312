import { useStore } from '@nanostores/preact';
import { useState } from 'preact/hooks';
import { type Drawing, seatsIn } from '../drawing/Drawing.ts';
import type { Selection } from '../drawing/useSelection.ts';
import { messages } from '../messages.ts';
import styles from './HallMap.module.css';
import { MapRow } from './MapRow.tsx';
import { neighbour } from './neighbour.ts';
import { useBand } from './useBand.ts';

export interface HallMapProps {
  readonly drawing: Drawing;
  readonly selection: Selection;
}

/** The drawing as a grid with one tab stop: arrows go from seat to seat, the space bar chooses. */
export const HallMap = ({ drawing, selection }: HallMapProps) => {
  const t = useStore(messages);
  const seats = seatsIn(drawing);
  const [focus, setFocus] = useState<string>();
  const focused = seats.find(({ key }) => key === focus) ?? seats[0];
  const { band, begin } = useBand((keys) => selection.add(keys));
  const press = (event: KeyboardEvent): void => {
    if (focused === undefined) return;
    const next = neighbour(drawing, focused.key, event.key);
    if (next !== undefined) {
      setFocus(next.key);
      if (event.shiftKey) selection.add([focused.key, next.key]);
    } else if (event.key === ' ' || event.key === 'Enter') selection.toggle(focused.key);
    else if (event.key === 'Escape') selection.replace([]);
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey))
      selection.replace(seats.map(({ key }) => key));
    else return;
    event.preventDefault();
  };
  const click = ({ target }: MouseEvent): void => {
    const { seat, row } = (target as HTMLElement).dataset;
    if (row !== undefined)
      selection.add(drawing.find(({ id }) => id === row)?.seats.map(({ key }) => key) ?? []);
    if (seat === undefined) return;
    setFocus(seat);
    selection.toggle(seat);
  };
  const size = {
    '--across': Math.max(1, ...seats.map(({ x }) => x)),
    '--down': Math.max(1, ...seats.map(({ y }) => y)),
  };
  return (
    <div class={styles.scroll} dir="ltr">
      <div
        class={styles.map}
        style={size}
        role="grid"
        aria-label={t.map}
        aria-multiselectable="true"
        aria-activedescendant={focused === undefined ? undefined : `seat ${focused.key}`.replaceAll(' ', '-')}
        tabIndex={0}
        onKeyDown={press}
        onClick={click}
        onPointerDown={begin}
      >
        <span class={styles.screen} aria-hidden="true">
          {t.screen}
        </span>
        {drawing.map((row) => (
          <MapRow key={row.id} {...{ row, selection }} focused={focused?.key} />
        ))}
        {band !== undefined && (
          <span
            class={styles.band}
            style={{
              ...{ left: `${band.left}px`, top: `${band.top}px` },
              ...{ width: `${band.right - band.left}px`, height: `${band.bottom - band.top}px` },
            }}
          />
        )}
      </div>
    </div>
  );
};
