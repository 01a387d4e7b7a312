import { useStore } from '@nanostores/preact';
import { WithTheater } from '../../../shared/desk/WithTheater.tsx';
import { messages } from '../messages.ts';
import { HouseOfDay } from './HouseOfDay.tsx';

export const TonightPage = () => {
  const t = useStore(messages);
  return (
    <>
      <h1>{t.tonight}</h1>
      <WithTheater>{(theater) => <HouseOfDay key={theater.id} theater={theater} />}</WithTheater>
    </>
  );
};
