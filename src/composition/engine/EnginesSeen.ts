import type { EngineState } from '../../api/ops/routes.ts';

export interface EnginesSeen {
  readonly engines: Readonly<Record<string, EngineState>>;
  /** Whether every engine answers that selling needs. */
  readonly selling: boolean;
  readonly browsing: boolean;
}
