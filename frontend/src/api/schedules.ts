import { queryOptions } from '@tanstack/react-query'
import { answerOf, api } from './http'
import { allByName } from './pages'
import type { Schedule } from './types'

/** All schedules, by name. */
export const schedulesQuery = queryOptions({
  queryKey: ['schedules'],
  queryFn: ({ signal }) =>
    allByName<Schedule>((query) =>
      answerOf(api.GET('/api/v1/schedules', { params: { query }, signal })),
    ),
  staleTime: 30_000,
})
