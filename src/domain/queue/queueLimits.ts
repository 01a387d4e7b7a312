export const queueLimits = {
  /** Of one queue. */
  showtimesMax: 20,
  admissionMinutesMax: 120,
  admissionMinutesDefault: 10,
  openAdmissionsMax: 10_000,
  openAdmissionsDefault: 100,
} as const;
