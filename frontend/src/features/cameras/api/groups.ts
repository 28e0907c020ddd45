import { queryOptions } from '@tanstack/react-query'
import { answerOf, api } from '@/api/http'
import { allItems } from '@/api/pages'
import type { CameraGroup } from '@/api/types'

/** The groups that one may know of, by name. */
export const groupsQuery = queryOptions({
  queryKey: ['camera-groups'],
  queryFn: async ({ signal }) => {
    const groups = await allItems<CameraGroup>((query) =>
      answerOf(api.GET('/api/v1/camera-groups', { params: { query }, signal })),
    )
    return groups.sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }))
  },
  staleTime: 30_000,
})
