import { openCodeReader } from './openCodeReader.ts';

/** Between two looks, so that the phone stays cool. */
const pauseMs = 120;
/** A ticket that stays before the camera is read once. */
const sameCodeMs = 4_000;

/** Looks for codes until it is aborted. Throws when there is no camera or it is not allowed. */
export const watchCamera = async (
  video: HTMLVideoElement,
  onCode: (code: string) => void,
  signal: AbortSignal,
): Promise<void> => {
  const wanted = { facingMode: 'environment', width: { ideal: 1_280 }, height: { ideal: 720 } };
  const [read, stream] = await Promise.all([
    openCodeReader(),
    navigator.mediaDevices.getUserMedia({ video: wanted }),
  ]);
  try {
    if (signal.aborted) return;
    video.srcObject = stream;
    await video.play();
    await lookForCodes(() => read(video), onCode, signal);
  } finally {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  }
};

const lookForCodes = async (
  look: () => Promise<string | undefined>,
  onCode: (code: string) => void,
  signal: AbortSignal,
): Promise<void> => {
  let last = { code: '', atMs: 0 };
  while (!signal.aborted) {
    const code = document.hidden ? undefined : await look();
    if (code !== undefined && code !== '') {
      if (code !== last.code || Date.now() - last.atMs > sameCodeMs) onCode(code);
      last = { code, atMs: Date.now() };
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
};
