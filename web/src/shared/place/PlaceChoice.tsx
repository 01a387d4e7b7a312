import { useStore } from '@nanostores/preact';
import { useState } from 'preact/hooks';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { CityList } from './CityList.tsx';
import styles from './PlaceChoice.module.css';
import { choosePlace, type Place } from './place.ts';
import { placeMessages } from './placeMessages.ts';
import { usePosition } from './usePosition.ts';

/** The place as a button that opens a choice of others. */
export const PlaceChoice = ({ place }: { readonly place: Place | undefined }) => {
  const t = useStore(placeMessages);
  const [open, setOpen] = useState(false);
  const choose = (chosen: Place): void => {
    choosePlace(chosen);
    setOpen(false);
  };
  const position = usePosition(choose);
  return (
    <>
      <button type="button" class={styles.place} onClick={() => setOpen(true)}>
        <bdi>{place === undefined ? '…' : (place.city ?? t.here)}</bdi>
        <span class="unseen"> {t.change}</span>
      </button>
      <Dialog title={t.change} open={open} onClose={() => setOpen(false)}>
        <Button look="plain" wide busy={position.asking} onClick={position.ask}>
          {t.usePosition}
        </Button>
        {position.denied && <p role="alert">{t.denied}</p>}
        <CityList onChoose={choose} />
      </Dialog>
    </>
  );
};
