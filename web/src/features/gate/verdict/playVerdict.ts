import type { Verdict } from '../scan/Scan.ts';

interface Tone {
  readonly hertz: number;
  readonly atSeconds: number;
  readonly forSeconds: number;
}

const sounds: Readonly<
  Record<Verdict['tone'], { readonly wave: OscillatorType; readonly tones: readonly Tone[] }>
> = {
  in: {
    wave: 'sine',
    tones: [
      { hertz: 880, atSeconds: 0, forSeconds: 0.1 },
      { hertz: 1_320, atSeconds: 0.12, forSeconds: 0.18 },
    ],
  },
  out: { wave: 'square', tones: [{ hertz: 160, atSeconds: 0, forSeconds: 0.6 }] },
};
const buzzMs: Readonly<Record<Verdict['tone'], number[]>> = { in: [80], out: [250, 100, 250] };
const loudness = 0.25;

let context: AudioContext | undefined;

/** A browser lets a page sound only once it was touched. */
export const allowSound = (): void => {
  context ??= new AudioContext();
  void context.resume();
};

export const playVerdict = (verdict: Verdict['tone']): void => {
  navigator.vibrate?.(buzzMs[verdict]);
  if (context === undefined) return;
  const { wave, tones } = sounds[verdict];
  for (const { hertz, atSeconds, forSeconds } of tones) {
    const startsAt = context.currentTime + atSeconds;
    const volume = new GainNode(context, { gain: loudness });
    const tone = new OscillatorNode(context, { type: wave, frequency: hertz });
    tone.connect(volume).connect(context.destination);
    tone.start(startsAt);
    tone.stop(startsAt + forSeconds);
  }
};
