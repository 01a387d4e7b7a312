/** Gives the text of a QR code that a frame shows. */
export type CodeReader = (video: HTMLVideoElement) => Promise<string | undefined>;

interface Detector {
  detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>;
}

interface DetectorClass {
  new (options: { readonly formats: readonly string[] }): Detector;
  getSupportedFormats(): Promise<readonly string[]>;
}

const ofBrowser = async (): Promise<CodeReader | undefined> => {
  const found = (window as { readonly BarcodeDetector?: DetectorClass }).BarcodeDetector;
  if (found === undefined || !(await found.getSupportedFormats()).includes('qr_code')) return undefined;
  const detector = new found({ formats: ['qr_code'] });
  return async (video) => (await detector.detect(video))[0]?.rawValue;
};

/** Enough for the code of a ticket for ten seats. */
const sidePixels = 720;

const byScript = async (): Promise<CodeReader> => {
  const { default: decode } = await import('qr/decode.js');
  const canvas = new OffscreenCanvas(sidePixels, sidePixels);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('the browser draws no pictures');
  return async (video) => {
    const { videoWidth, videoHeight } = video;
    const side = Math.min(videoWidth, videoHeight);
    const [x, y] = [(videoWidth - side) / 2, (videoHeight - side) / 2];
    context.drawImage(video, x, y, side, side, 0, 0, sidePixels, sidePixels);
    try {
      return decode(context.getImageData(0, 0, sidePixels, sidePixels));
    } catch {
      return undefined;
    }
  };
};

/** The browser's own reader, else one that is fetched. */
export const openCodeReader = async (): Promise<CodeReader> => (await ofBrowser()) ?? (await byScript());
