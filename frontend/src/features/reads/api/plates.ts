import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { answerOf, api } from '@/api/http'
import type { PlateRead } from '@/api/types'
import { filtersOf, type SearchState } from '../lib/search-state'

export const plateSearchQuery = (search: SearchState) =>
  infiniteQueryOptions({
    queryKey: ['plates', 'search', filtersOf(search)],
    queryFn: ({ pageParam: cursor, signal }) => {
      const query = { ...filtersOf(search), limit: 40, ...(cursor ? { cursor } : {}) }
      return answerOf(api.GET('/api/v1/plates', { params: { query }, signal }))
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  })

/** The newest reads; events keep them so. */
export const latestReadsQuery = queryOptions({
  queryKey: ['plates', 'latest'],
  queryFn: async ({ signal }): Promise<PlateRead[]> => {
    const query = { limit: 30 }
    return (await answerOf(api.GET('/api/v1/plates', { params: { query }, signal }))).items
  },
  staleTime: Infinity,
})

export const plateQuery = (id: string) =>
  queryOptions({
    queryKey: ['plates', 'one', id],
    queryFn: ({ signal }): Promise<PlateRead> =>
      answerOf(api.GET('/api/v1/plates/{read_id}', { params: { path: { read_id: id } }, signal })),
  })
