import { useStore } from '@nanostores/preact';
import { formats } from '../format/formats.ts';
import { Isolated } from '../ui/Isolated.tsx';
import { showMessages } from './showMessages.ts';

export interface MovieFactsProps {
  readonly runtimeMinutes: number;
  readonly rating?: string | undefined;
  readonly genres?: readonly string[] | undefined;
}

export const MovieFacts = ({ runtimeMinutes, rating, genres = [] }: MovieFactsProps) => {
  const t = useStore(showMessages);
  const format = useStore(formats);
  const minutes = t.minutes({ minutes: format.number(runtimeMinutes) });
  const facts = [minutes, rating, ...genres].filter((fact) => fact !== undefined);
  return (
    <p class="soft">
      <Isolated parts={facts} between=" · " />
    </p>
  );
};
