import type { EngineState } from '../../api/ops/routes.ts';

export interface EnginesSeen {
  /** By the engine's name in the settings. */
  readonly engines: Readonly<Record<string, EngineState>>;
  /** Whether everything answers without which seats cannot be sold. */
  readonly selling: boolean;
  /** The same for lists and search. */
  readonly browsing: boolean;
}
