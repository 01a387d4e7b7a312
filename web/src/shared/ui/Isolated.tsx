import { Fragment } from 'preact';

export interface IsolatedProps {
  readonly parts: readonly string[];
  readonly between: string;
}

/** Parts in a row, each in its own direction: in a page from right to left the first stands at the right, whatever its script. */
export const Isolated = ({ parts, between }: IsolatedProps) => (
  <>
    {parts.map((part, index) => (
      <Fragment key={part}>
        {index > 0 && between}
        <bdi>{part}</bdi>
      </Fragment>
    ))}
  </>
);
