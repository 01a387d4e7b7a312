import type { EngineState } from '../../api/ops/routes.ts';

export interface EnginesSeen {
  readonly engines: Readonly<Record<string, EngineState>>;
  /** Whether every engine answers that holding seats needs. */
  readonly holding: boolean;
  /** Whether every engine answers that holding and paying need. */
  readonly selling: boolean;
  readonly browsing: boolean;
}
