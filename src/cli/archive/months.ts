/** Months are those of UTC. */
export const monthOf = (instant: string): string => instant.slice(0, 7);

/** Its first instant that is not in it. */
export const endOfMonth = (month: string): Date => {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 1));
};

export const monthAfter = (month: string): string => monthOf(endOfMonth(month).toISOString());
