import { useInfiniteQuery } from '@tanstack/preact-query';
import { api, dataOf } from '../../../shared/api/client.ts';
import {
  queryOf,
  type Report,
  type ReportName,
  type ReportQuery,
  type ReportQuestion,
} from './ReportQuestion.ts';

const rowsPerPage = '500';

const ask: Readonly<Record<ReportName, (query: ReportQuery) => Promise<Report>>> = {
  occupancy: (query) => dataOf(api.GET('/v1/reports/occupancy', { params: { query } })),
  revenue: (query) => dataOf(api.GET('/v1/reports/revenue', { params: { query } })),
  funnel: (query) => dataOf(api.GET('/v1/reports/funnel', { params: { query } })),
  'lost-demand': (query) => dataOf(api.GET('/v1/reports/lost-demand', { params: { query } })),
};

export const useReport = (question: ReportQuestion) =>
  useInfiniteQuery({
    queryKey: ['report', question.report, queryOf(question)],
    initialPageParam: '',
    queryFn: ({ pageParam: cursor }: { readonly pageParam: string }) =>
      ask[question.report]({
        ...queryOf(question),
        limit: rowsPerPage,
        ...(cursor === '' ? {} : { cursor }),
      }),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
