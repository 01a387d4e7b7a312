import type { JSX } from 'preact';
import type { Palette } from './palettes.ts';

export interface MotifProps {
  readonly palette: Palette;
  readonly random: () => number;
}

type Motif = (props: MotifProps) => JSX.Element;

const range = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

const sun: Motif = ({ palette, random }) => {
  const x = 60 + random() * 180;
  return (
    <g>
      <circle cx={x} cy={130 + random() * 40} r={78 + random() * 30} fill={palette.shape} />
      <path
        d={`M0 ${225 + random() * 30} Q 90 ${170 + random() * 30} 170 235 T 300 215 V 450 H 0 Z`}
        fill={palette.second}
      />
    </g>
  );
};

const orbits: Motif = ({ palette, random }) => {
  const [x, y] = [random() * 300, 60 + random() * 90];
  return (
    <g fill="none" stroke={palette.shape}>
      {range(9).map((ring) => (
        <circle key={ring} cx={x} cy={y} r={22 + ring * 30} stroke-width={3 + (ring % 3) * 3} />
      ))}
      <circle cx={x} cy={y} r={14} fill={palette.second} stroke="none" />
    </g>
  );
};

const slashes: Motif = ({ palette, random }) => {
  const lean = 60 + random() * 120;
  return (
    <g>
      {range(5).map((bar) => {
        const x = -60 + bar * 85 + random() * 24;
        const wide = 12 + random() * 34;
        const fill = bar % 2 === 0 ? palette.shape : palette.second;
        return <path key={bar} d={`M${x} 450 L${x + lean} 0 h${wide} L${x + wide} 450 Z`} fill={fill} />;
      })}
    </g>
  );
};

const teeth: Motif = ({ palette, random }) => {
  const points = range(7).map((tooth) => `L${tooth * 50 + 25} ${150 + random() * 110} L${tooth * 50 + 50} 0`);
  return (
    <g>
      <path d={`M0 0 ${points.join(' ')} V0 Z`} fill={palette.shape} />
      <circle cx={230 - random() * 160} cy={300} r={20} fill={palette.second} />
    </g>
  );
};

const pair: Motif = ({ palette, random }) => {
  const y = 130 + random() * 40;
  return (
    <g>
      <circle cx={112} cy={y} r={88} fill={palette.shape} />
      <circle cx={196} cy={y + 18} r={88} fill={palette.second} fill-opacity="0.75" />
    </g>
  );
};

const dots: Motif = ({ palette, random }) => (
  <g>
    {range(42).map((dot) => {
      const fill = random() < 0.2 ? palette.second : palette.shape;
      return (
        <circle
          key={dot}
          cx={25 + (dot % 6) * 50}
          cy={30 + Math.floor(dot / 6) * 46}
          r={4 + random() * 18}
          fill={fill}
        />
      );
    })}
  </g>
);

const waves: Motif = ({ palette, random }) => {
  const height = 12 + random() * 22;
  return (
    <g fill="none" stroke={palette.shape} stroke-width="9">
      {range(8).map((wave) => {
        const y = 20 + wave * 36;
        return (
          <path
            key={wave}
            stroke={wave % 4 === 1 ? palette.second : palette.shape}
            d={`M-10 ${y} q 40 ${-height} 80 0 t 80 0 t 80 0 t 80 0`}
          />
        );
      })}
    </g>
  );
};

const split: Motif = ({ palette, random }) => {
  const [from, to] = [random() * 300, 120 + random() * 200];
  return (
    <g>
      <path d={`M0 0 H300 V${to} L0 ${from} Z`} fill={palette.shape} />
      <rect x={random() * 200} y="0" width={26 + random() * 40} height="450" fill={palette.second} />
    </g>
  );
};

export const motifs: readonly Motif[] = [sun, orbits, slashes, teeth, pair, dots, waves, split];
