import { queryOptions } from '@tanstack/react-query'
import { answerOf, api } from '@/api/http'
import type { components } from '@/api/generated/backend'

export type Imaging = components['schemas']['Imaging']
export type ImagingChange = components['schemas']['PatchedImagingInputRequest']

const path = (id: string) => ({ path: { camera_id: id } })

/** How the camera makes its picture, with the ranges of what can be set; asks the camera itself. */
export const imagingQuery = (id: string) =>
  queryOptions({
    queryKey: ['imaging', id],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/v1/cameras/{camera_id}/imaging', { params: path(id), signal })),
    retry: false,
  })

/** The answer is what the camera has then, which may be another value than was asked for. */
export function changeImaging(id: string, body: ImagingChange) {
  return answerOf(api.PATCH('/api/v1/cameras/{camera_id}/imaging', { params: path(id), body }))
}
