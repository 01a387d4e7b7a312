export interface Palette {
  readonly ground: string;
  readonly shape: string;
  readonly second: string;
  readonly ink: string;
}

/** The ink is readable on the ground and on both shapes. */
export const palettes: readonly Palette[] = [
  { ground: '#f2e3c6', shape: '#e8a13a', second: '#f0c987', ink: '#2a1a12' },
  { ground: '#16324f', shape: '#25567f', second: '#0d2238', ink: '#f4e9d8' },
  { ground: '#c8401f', shape: '#a32c12', second: '#8b2410', ink: '#fff1e2' },
  { ground: '#1f3d34', shape: '#2c5a4a', second: '#15302a', ink: '#f3e7c9' },
  { ground: '#eadff0', shape: '#c9a9dd', second: '#b78fd0', ink: '#2b1638' },
  { ground: '#231f20', shape: '#4a3f3a', second: '#7a2b1d', ink: '#f6e6c8' },
  { ground: '#f6c945', shape: '#ef9f2b', second: '#f3b53a', ink: '#231a05' },
  { ground: '#d9e4dd', shape: '#9dc3b0', second: '#7fb09a', ink: '#12281f' },
  { ground: '#3b1c4a', shape: '#5d2f73', second: '#2a1236', ink: '#f9e3ee' },
  { ground: '#f4d5cf', shape: '#e79a8b', second: '#efb6aa', ink: '#3a1410' },
];
