import styles from './Ops.module.css';

export interface Tile {
  readonly name: string;
  readonly value: string;
  readonly note?: string;
  readonly tone?: 'good' | 'bad';
}

export const Tiles = ({ tiles }: { readonly tiles: readonly Tile[] }) => (
  <dl class={styles.tiles}>
    {tiles.map(({ name, value, note, tone }) => (
      <div key={name} class={tone === 'bad' ? styles.bad : undefined}>
        <dt>{name}</dt>
        <dd class={tone === undefined ? undefined : styles[`${tone}Value`]}>{value}</dd>
        {note !== undefined && <dd class={styles.note}>{note}</dd>}
      </div>
    ))}
  </dl>
);
