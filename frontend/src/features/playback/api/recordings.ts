import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { answerOf, api, authorisedFetch } from '@/api/http'
import { problemOf } from '@/api/problem'
import type { components } from '@/api/generated/backend'

type Schemas = components['schemas']

export type PlaybackMap = Schemas['Playback']
export type CameraTimeline = Schemas['CameraTimeline']
export type Cause = Schemas['TimelineSpan']['cause']
export type GapKind = Schemas['PlaybackGap']['kind']

const iso = (ms: number) => new Date(ms).toISOString()

const LONG_MS = 6 * 3_600_000

/**
 * What every second of the cameras is.
 *
 * resolutionS: neighbours that are shorter come as one `mixed` span; 0: every span comes as it is.
 */
export function timelineQuery(
  cameras: readonly string[],
  fromMs: number,
  toMs: number,
  resolutionS = 0,
) {
  return queryOptions({
    queryKey: ['timeline', cameras, fromMs, toMs, resolutionS],
    queryFn: async ({ signal }) => {
      const query = {
        camera: [...cameras],
        from: iso(fromMs),
        to: iso(toMs),
        ...(resolutionS > 0 && { resolution: resolutionS }),
      }
      const { items } = await answerOf(
        api.GET('/api/v1/recordings/timeline', { params: { query }, signal }),
      )
      return items
    },
    placeholderData: keepPreviousData,
    staleTime: 3000,
    // What is over changes only when the ledger learns a cause; a long stretch shows no second that was added.
    refetchInterval: toMs < Date.now() || toMs - fromMs > LONG_MS ? 30_000 : 4000,
    enabled: cameras.length > 0,
  })
}

/** Where the pictures of a stretch of time are. Raises ProblemError or UnreachableError. */
export function fetchMap(
  camera: string,
  fromMs: number,
  toMs: number,
  signal: AbortSignal,
): Promise<PlaybackMap> {
  const query = { camera, from: iso(fromMs), to: iso(toMs) }
  return answerOf(api.GET('/api/v1/recordings/playback', { params: { query }, signal }))
}

/** Bytes of a recorded file. Raises ProblemError or UnreachableError. */
export async function fetchMedia(
  camera: string,
  file: string,
  offset: number,
  bytes: number,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const query = new URLSearchParams({ camera, file })
  const response = await authorisedFetch(`/api/v1/recordings/media?${query}`, {
    headers: { range: `bytes=${offset}-${offset + bytes - 1}` },
    signal,
  })
  if (!response.ok) throw await problemOf(response)
  return new Uint8Array(await response.arrayBuffer())
}

export interface Thumbnail {
  url: string
  atMs: number
}

/** The key frame before an instant; null where nothing was recorded. Raises ProblemError or UnreachableError. */
export async function fetchThumbnail(
  camera: string,
  atMs: number,
  signal: AbortSignal,
): Promise<Thumbnail | null> {
  const query = new URLSearchParams({ camera, at: iso(atMs) })
  const response = await authorisedFetch(`/api/v1/recordings/thumbnail?${query}`, { signal })
  if (!response.ok) throw await problemOf(response)
  if (response.status === 204) return null
  const at = Date.parse(response.headers.get('x-picture-time') ?? '')
  return { url: URL.createObjectURL(await response.blob()), atMs: Number.isNaN(at) ? atMs : at }
}
