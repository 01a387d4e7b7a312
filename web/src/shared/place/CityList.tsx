import { useStore } from '@nanostores/preact';
import { useState } from 'preact/hooks';
import { Field } from '../ui/Field.tsx';
import { useLater } from '../ui/useLater.ts';
import styles from './PlaceChoice.module.css';
import type { Place } from './place.ts';
import { placeMessages } from './placeMessages.ts';
import { useCities } from './useCities.ts';

export const CityList = ({ onChoose }: { readonly onChoose: (place: Place) => void }) => {
  const t = useStore(placeMessages);
  const [words, setWords] = useState('');
  const { data: cities = [], isSuccess } = useCities(useLater(words.trim()));
  return (
    <>
      <Field label={t.city} name="city" type="search" value={words} onInput={setWords} />
      <ul class={styles.cities}>
        {cities.map(({ id, city, country, location }) => (
          <li key={id}>
            <button type="button" onClick={() => onChoose({ city, ...location })}>
              <bdi>{city}</bdi> <span class="soft">{country}</span>
            </button>
          </li>
        ))}
      </ul>
      {isSuccess && cities.length === 0 && <p role="status">{t.none}</p>}
    </>
  );
};
