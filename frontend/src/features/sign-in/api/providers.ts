import { queryOptions } from '@tanstack/react-query'
import { answerOf, api } from '@/api/http'

/** By whom one may sign in besides the password. */
export const providersQuery = queryOptions({
  queryKey: ['sign-in-providers'],
  queryFn: ({ signal }) => answerOf(api.GET('/api/v1/auth/providers', { signal })),
  staleTime: 60_000,
})

/** Where the browser goes to sign in there; `wanted` is the own path to be led to afterwards. */
export const departureOf = (start: string, wanted: string): string =>
  `${start}?${new URLSearchParams({ next: wanted })}`
