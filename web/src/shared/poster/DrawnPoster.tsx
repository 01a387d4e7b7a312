import { motifs } from './motifs.tsx';
import { palettes } from './palettes.ts';
import { randomOf } from './random.ts';
import { titleLines } from './titleLines.ts';

const margin = 22;
const [width, height] = [300, 450];
const typeHeight = 250;
const type = {
  'font-family': 'var(--display)',
  'font-weight': 800,
  'letter-spacing': '-0.03em',
  // Lines begin at the left edge, whichever way the page runs.
  direction: 'ltr',
} as const;

/** A poster of type and one shape, always the same for one film. */
export const DrawnPoster = ({ title }: { readonly title: string }) => {
  const random = randomOf(title);
  const palette = palettes[Math.floor(random() * palettes.length)];
  const Motif = motifs[Math.floor(random() * motifs.length)];
  if (palette === undefined || Motif === undefined) return null;
  const isTop = random() < 0.4;
  const lines = titleLines(title, width - 2 * margin, typeHeight);
  const used = lines.reduce((sum, { size }) => sum + size, 0);
  let y = isTop ? margin : height - margin - used;
  return (
    <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true" preserveAspectRatio="xMidYMid slice">
      <rect width={width} height={height} fill={palette.ground} />
      <g transform={isTop ? `rotate(180 ${width / 2} ${height / 2})` : undefined}>
        <Motif palette={palette} random={random} />
      </g>
      <g {...type} fill={palette.ink}>
        {lines.map(({ text, size }) => {
          y += size;
          return (
            <text key={text} x={margin - size * 0.05} y={y - size * 0.14} font-size={size}>
              {text}
            </text>
          );
        })}
      </g>
    </svg>
  );
};
