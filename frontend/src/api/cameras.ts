import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { answerOf, api } from './http'
import { useLiveEvent } from './live-events'
import { allByName } from './pages'
import type { Camera, StreamState } from './types'

/** All cameras that one may see, by name. */
export const camerasQuery = queryOptions({
  queryKey: ['cameras'],
  queryFn: ({ signal }) =>
    allByName<Camera>((query) =>
      answerOf(api.GET('/api/v1/cameras', { params: { query }, signal })),
    ),
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
              state: stateOf(data),
            }
          : camera,
      ),
    )
  })
}

function stateOf(data: Record<string, unknown>): StreamState {
  const {
    state,
    reason = null,
    detail = null,
    changed_at,
    tracks = [],
    sub = null,
  } = data as never as StreamState
  return { state, reason, detail, changed_at, tracks, sub }
}
