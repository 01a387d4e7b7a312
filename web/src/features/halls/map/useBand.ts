import { useState } from 'preact/hooks';

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const boxOf = (from: PointerEvent, to: PointerEvent): Box => ({
  left: Math.min(from.clientX, to.clientX),
  top: Math.min(from.clientY, to.clientY),
  right: Math.max(from.clientX, to.clientX),
  bottom: Math.max(from.clientY, to.clientY),
});

const seatsWithin = (map: HTMLElement, box: Box): readonly string[] =>
  [...map.querySelectorAll<HTMLElement>('[data-seat]')].flatMap((seat) => {
    const { left, right, top, bottom } = seat.getBoundingClientRect();
    const isWithin = right > box.left && left < box.right && bottom > box.top && top < box.bottom;
    return isWithin ? [seat.dataset.seat ?? ''] : [];
  });

/** A box drawn with the mouse chooses the seats that it touches. Fingers scroll instead. */
export const useBand = (onChoose: (keys: readonly string[]) => void) => {
  const [band, setBand] = useState<Box>();
  const begin = (down: PointerEvent & { readonly currentTarget: HTMLElement }): void => {
    const map = down.currentTarget;
    if (down.pointerType !== 'mouse' || (down.target as Element).closest('[data-row], [data-seat]')) return;
    const move = (event: PointerEvent): void => {
      const origin = map.getBoundingClientRect();
      const { left, top, right, bottom } = boxOf(down, event);
      setBand({
        ...{ left: left - origin.left, right: right - origin.left },
        ...{ top: top - origin.top, bottom: bottom - origin.top },
      });
    };
    const end = (event: PointerEvent): void => {
      window.removeEventListener('pointermove', move);
      setBand(undefined);
      onChoose(seatsWithin(map, boxOf(down, event)));
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', end, { once: true });
  };
  return { band, begin };
};
