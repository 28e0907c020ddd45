import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { requestJson } from '@/api/http'
import type { Page, PlateRead } from '@/api/types'
import { filtersOf, type SearchState } from '../lib/search-state'

export const plateSearchQuery = (search: SearchState) =>
  infiniteQueryOptions({
    queryKey: ['plates', 'search', filtersOf(search)],
    queryFn: ({ pageParam, signal }) =>
      requestJson<Page<PlateRead>>('GET', '/api/v1/plates', {
        query: { ...filtersOf(search), cursor: pageParam, limit: 40 },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  })

/** The newest reads; events keep them so. */
export const latestReadsQuery = queryOptions({
  queryKey: ['plates', 'latest'],
  queryFn: async ({ signal }) => {
    const page = await requestJson<Page<PlateRead>>('GET', '/api/v1/plates', {
      query: { limit: 30 },
      signal,
    })
    return page.items
  },
  staleTime: Infinity,
})

export const plateQuery = (id: string) =>
  queryOptions({
    queryKey: ['plates', 'one', id],
    queryFn: ({ signal }) => requestJson<PlateRead>('GET', `/api/v1/plates/${id}`, { signal }),
  })
