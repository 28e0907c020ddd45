import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { requestJson } from './http'
import { useLiveEvent } from './live-events'
import type { Camera, Page, StreamStateName } from './types'

/** All cameras that one may see, by name. */
export const camerasQuery = queryOptions({
  queryKey: ['cameras'],
  queryFn: async ({ signal }) => {
    const cameras: Camera[] = []
    let cursor: string | null = null
    do {
      const page: Page<Camera> = await requestJson('GET', '/api/v1/cameras', {
        query: { limit: 200, cursor },
        signal,
      })
      cameras.push(...page.items)
      cursor = page.next_cursor
    } while (cursor)
    return cameras.sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }))
  },
  staleTime: 30_000,
  refetchInterval: 60_000,
})

/** Keeps the list's stream states as new as the feed of events. */
export function useLiveCameraStates(): void {
  const queries = useQueryClient()
  useLiveEvent('mosaic.stream.state.v1', ({ data }) => {
    queries.setQueryData(camerasQuery.queryKey, (cameras) =>
      cameras?.map((camera) =>
        camera.id === data.camera_id
          ? {
              ...camera,
              state: {
                state: data.state as StreamStateName,
                reason: (data.reason as string | null) ?? null,
                detail: (data.detail as string | null) ?? null,
                changed_at: (data.changed_at as string | null) ?? null,
              },
            }
          : camera,
      ),
    )
  })
}
