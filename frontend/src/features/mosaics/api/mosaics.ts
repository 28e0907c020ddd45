import { queryOptions } from '@tanstack/react-query'
import { requestJson } from '@/api/http'
import type { Mosaic, Page } from '@/api/types'

export const mosaicsQuery = queryOptions({
  queryKey: ['mosaics'],
  queryFn: async ({ signal }) => {
    const page = await requestJson<Page<Mosaic>>('GET', '/api/v1/mosaics', {
      query: { limit: 200 },
      signal,
    })
    return page.items
  },
  staleTime: 60_000,
})

export const mosaicQuery = (id: string) =>
  queryOptions({
    queryKey: ['mosaics', id],
    queryFn: ({ signal }) => requestJson<Mosaic>('GET', `/api/v1/mosaics/${id}`, { signal }),
    staleTime: 60_000,
  })

export function createMosaic(mosaic: Pick<Mosaic, 'name' | 'layout' | 'tiles'>): Promise<Mosaic> {
  return requestJson('POST', '/api/v1/mosaics', { body: mosaic })
}
