import { useStore } from '@nanostores/preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { needsDocumentOf } from '../../../shared/page/ownDocument.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { messages } from '../messages.ts';
import { allowSound } from '../verdict/playVerdict.ts';
import styles from './Camera.module.css';
import { watchCamera } from './watchCamera.ts';

export const Camera = ({ onCode }: { readonly onCode: (code: string) => void }) => {
  const t = useStore(messages);
  const [isOn, setOn] = useState(false);
  const [isRefused, setRefused] = useState(false);
  const video = useRef<HTMLVideoElement>(null);
  const told = useRef(onCode);
  told.current = onCode;
  useEffect(() => {
    const place = video.current;
    if (!isOn || place === null) return;
    const stop = new AbortController();
    watchCamera(place, (code) => told.current(code), stop.signal).catch(() => {
      setOn(false);
      setRefused(true);
    });
    return () => stop.abort();
  }, [isOn]);
  const flip = (): void => {
    if (needsDocumentOf('gate')) return;
    allowSound();
    setRefused(false);
    setOn(!isOn);
  };
  return (
    <div class={styles.camera}>
      <video ref={video} class={isOn ? styles.picture : styles.off} muted playsInline aria-label={t.camera} />
      {isRefused && <p role="alert">{t.noCamera}</p>}
      <Button wide look={isOn ? 'plain' : 'main'} onClick={flip}>
        {isOn ? t.stopCamera : t.startCamera}
      </Button>
    </div>
  );
};
