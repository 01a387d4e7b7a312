import { apiOrigin } from '../../../shared/api/apiOrigin.ts';
import { identity } from '../../../shared/api/client.ts';
import { Problem } from '../../../shared/api/Problem.ts';
import { saveFile } from '../../../shared/bookings/saveFile.ts';
import { queryOf, type ReportQuestion } from './ReportQuestion.ts';

const rowsPerCall = '10000';
const callsMax = 50;

/** Pages after the first come without their line of names. */
const csvOf = async (question: ReportQuestion): Promise<string> => {
  let text = '';
  let cursor: string | null = null;
  for (let calls = 0; calls < callsMax; calls += 1) {
    const query = new URLSearchParams({ ...Object(queryOf(question)), limit: rowsPerCall });
    if (cursor !== null) query.set('cursor', cursor);
    const answer = await fetch(`${apiOrigin}/v1/reports/${question.report}?${query}`, {
      headers: { ...identity(), accept: 'text/csv, application/problem+json;q=0.5' },
    });
    if (!answer.ok) throw new Problem(await answer.json().catch(() => ({})), answer.status);
    const page = await answer.text();
    text += cursor === null ? page : page.slice(page.indexOf('\n') + 1);
    cursor = answer.headers.get('marquee-next-cursor');
    if (cursor === null) return text;
  }
  return text;
};

export const downloadCsv = async (question: ReportQuestion): Promise<void> => {
  const csv = new Blob([await csvOf(question)], { type: 'text/csv' });
  saveFile(csv, `${question.report}-by-${question.by}.csv`);
};
