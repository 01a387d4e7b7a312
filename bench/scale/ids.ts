/** Ids and ciphertexts as the program makes them to look at, drawn from a seeded generator because millions are needed. */

const hexOf16Bits = Array.from({ length: 65_536 }, (_, value) => value.toString(16).padStart(4, '0'));
const base64Letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const hmacChars = 43;
const textPoolChars = 1 << 18;

const hex = (value: number): string => hexOf16Bits[value & 0xffff] ?? '0000';

/** xorshift128 by Marsaglia. */
const createRandom = (seed: number): (() => number) => {
  let [x, y, z, w] = [seed | 1, 362_436_069, 521_288_629, 88_675_123];
  return () => {
    const t = x ^ (x << 11);
    [x, y, z] = [y, z, w];
    w = w ^ (w >>> 19) ^ t ^ (t >>> 8);
    return w >>> 0;
  };
};

export const createIds = (seed = 20_261_129) => {
  const random = createRandom(seed);
  const pool = Array.from({ length: textPoolChars }, () => base64Letters[random() & 63]).join('');
  const text = (chars: number): string => {
    const from = random() % (textPoolChars - chars);
    return pool.slice(from, from + chars);
  };
  return {
    /** A UUID of version 7. */
    next: (ms: number): string => {
      const high = Math.floor(ms / 65_536);
      const [one, other] = [random(), random()];
      return (
        `${hex(high >>> 16)}${hex(high)}-${hex(ms % 65_536)}-7${hex(one).slice(1)}-` +
        `${hex(0x8000 | ((one >>> 16) & 0x3fff))}-${hex(other)}${hex(other >>> 16)}${hex(random())}`
      );
    },
    hmac: (): string => text(hmacChars),
    text,
    below: (count: number): number => random() % count,
  };
};
