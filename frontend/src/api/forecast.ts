import { queryOptions } from '@tanstack/react-query'
import { answerOf, api } from './http'

/** What the recordings take and when they fill their room; for who configures every camera. */
export const forecastQuery = queryOptions({
  queryKey: ['recordings', 'forecast'],
  queryFn: ({ signal }) => answerOf(api.GET('/api/v1/recordings/forecast', { signal })),
  staleTime: 30_000,
})
