export const queueLimits = {
  /** Of one queue. */
  showtimesMax: 20,
  admissionMinutesMax: 120,
  admissionMinutesDefault: 10,
  openAdmissionsMax: 10_000,
  openAdmissionsDefault: 100,
  /** No policy may open a queue at a lower rate. */
  automaticHoldsPerSecondMin: 10,
} as const;
