/** From the most to the least powerful; events name the first of a caller's. */
export const roles = ['admin', 'staff', 'catalog', 'gate', 'analyst', 'customer'] as const;
export type Role = (typeof roles)[number];

export const everyTheater = '*';
