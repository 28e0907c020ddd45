import { queryOptions } from '@tanstack/react-query'
import { answerOf, api } from './http'
import { allItems } from './pages'
import type { Schedule } from './types'

/** All schedules, by name. */
export const schedulesQuery = queryOptions({
  queryKey: ['schedules'],
  queryFn: async ({ signal }) => {
    const schedules = await allItems<Schedule>((query) =>
      answerOf(api.GET('/api/v1/schedules', { params: { query }, signal })),
    )
    return schedules.sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }))
  },
  staleTime: 30_000,
})
