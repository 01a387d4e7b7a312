import type { Statement } from '../../ports/StatementRenderer.ts';
import { openFontStack } from './FontStack.ts';
import { layOutStatement } from './layOutStatement.ts';
import { paintPages } from './paintPdf.ts';

const fonts = openFontStack();

export const renderStatements = (statements: readonly Statement[]): Promise<Uint8Array> => {
  const pages = statements.flatMap((statement) => layOutStatement(statement, fonts));
  const dates = [...new Set(statements.map(({ businessDate }) => businessDate))].join(', ');
  return paintPages(pages, `Settlement of ${dates}`);
};
