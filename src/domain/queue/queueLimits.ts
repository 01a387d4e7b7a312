export const queueLimits = {
  /** Of one queue. */
  showtimesMax: 20,
  admissionMinutesMax: 120,
  admissionMinutesDefault: 10,
  openAdmissionsMax: 10_000,
  openAdmissionsDefault: 100,
  /** How long before the sale the lot is drawn when there is time: 100,000 callers hear of it in about 65 seconds. */
  drawLeadMs: 90_000,
  /** Queues that are open for entry for less time are drawn when the sale starts. */
  earlyDrawEntryMsMin: 600_000,
  /** No policy may open a queue at a lower rate. */
  automaticHoldsPerSecondMin: 10,
} as const;
