export const ink = '#111111';
/** Dark enough for a poor printer. */
export const shade = '#444444';

export const label = { weight: 'bold', sizes: [6.8], spacing: 1.1, color: shade } as const;
