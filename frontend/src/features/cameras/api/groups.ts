import { queryOptions } from '@tanstack/react-query'
import { answerOf, api } from '@/api/http'
import { allByName } from '@/api/pages'
import type { CameraGroup } from '@/api/types'

/** The groups that one may know of, by name. */
export const groupsQuery = queryOptions({
  queryKey: ['camera-groups'],
  queryFn: ({ signal }) =>
    allByName<CameraGroup>((query) =>
      answerOf(api.GET('/api/v1/camera-groups', { params: { query }, signal })),
    ),
  staleTime: 30_000,
})
