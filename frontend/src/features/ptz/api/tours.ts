import { queryOptions } from '@tanstack/react-query'
import { answerOf, api } from '@/api/http'

const path = (id: string) => ({ path: { camera_id: id } })

/** The tours that the camera keeps, and which of them runs; others may start and stop them. */
export const toursQuery = (id: string) =>
  queryOptions({
    queryKey: ['ptz', id, 'tours'],
    queryFn: async ({ signal }) =>
      (
        await answerOf(
          api.GET('/api/v1/cameras/{camera_id}/ptz/tours', { params: path(id), signal }),
        )
      ).items,
    refetchInterval: 10_000,
    retry: false,
  })

export function operateTour(id: string, token: string, running: boolean) {
  const body = { token, running }
  return answerOf(api.POST('/api/v1/cameras/{camera_id}/ptz/tours', { params: path(id), body }))
}
