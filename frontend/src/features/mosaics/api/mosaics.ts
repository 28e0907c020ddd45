import { queryOptions } from '@tanstack/react-query'
import { answerOf, api } from '@/api/http'
import type { Mosaic } from '@/api/types'

/** The mosaics that one may see. */
export const mosaicsQuery = queryOptions({
  queryKey: ['mosaics'],
  queryFn: async ({ signal }) => {
    const query = { limit: 200 }
    return (await answerOf(api.GET('/api/v1/mosaics', { params: { query }, signal }))).items
  },
  staleTime: 60_000,
})

export const mosaicQuery = (id: string) =>
  queryOptions({
    queryKey: ['mosaics', id],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/v1/mosaics/{mosaic_id}', { params: { path: { mosaic_id: id } }, signal }),
      ),
    staleTime: 60_000,
  })

export function createMosaic(mosaic: Pick<Mosaic, 'name' | 'layout' | 'tiles'>): Promise<Mosaic> {
  return answerOf(api.POST('/api/v1/mosaics', { body: { ...mosaic, shared: false } }))
}
