import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { paths } from '@/api/generated/backend'
import { answerOf, api } from '@/api/http'
import type { PlateRead } from '@/api/types'
import { filtersOf, type SearchState } from '../lib/search-state'

interface PlatePage {
  items: PlateRead[]
  next_cursor: string | null
}

type Query = NonNullable<paths['/api/v1/plates']['get']['parameters']['query']>

// openapi-fetch's types make arrays of tuples, so what it gives is named anew here.
async function fetchPage(query: Query, signal: AbortSignal): Promise<PlatePage> {
  const page: unknown = await answerOf(api.GET('/api/v1/plates', { params: { query }, signal }))
  return page as PlatePage
}

/** reason: why, for the audit log; empty where nobody has asked for it. */
export const plateSearchQuery = (search: SearchState, reason = '') => {
  const { camera, colour, ...filters } = filtersOf(search)
  return infiniteQueryOptions({
    queryKey: ['plates', 'search', filtersOf(search), reason],
    queryFn: ({ pageParam: cursor, signal }) =>
      fetchPage(
        {
          ...filters,
          ...(camera ? { camera: [camera] } : {}),
          ...(colour ? { colour: [colour] } : {}),
          limit: 40,
          ...(cursor ? { cursor } : {}),
          ...(reason ? { reason } : {}),
        },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  })
}

/** The newest reads; events keep them so. */
export const latestReadsQuery = queryOptions({
  queryKey: ['plates', 'latest'],
  queryFn: async ({ signal }) => (await fetchPage({ limit: 30 }, signal)).items,
  staleTime: Infinity,
})

export const plateQuery = (id: string) =>
  queryOptions({
    queryKey: ['plates', 'one', id],
    queryFn: async ({ signal }) => {
      const params = { path: { read_id: id } }
      const read: unknown = await answerOf(api.GET('/api/v1/plates/{read_id}', { params, signal }))
      return read as PlateRead
    },
  })
