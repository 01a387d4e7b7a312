import type { DrawingEdits } from '../drawing/useDrawing.ts';
import type { Selection } from '../drawing/useSelection.ts';

export interface ToolsProps {
  readonly edits: DrawingEdits;
  readonly selection: Selection;
}
