import { queryOptions } from '@tanstack/react-query'
import { answerOf, api, authorisedFetch } from '@/api/http'
import { problemOf, UnreachableError } from '@/api/problem'
import type { Clip, ClipShare, Evidence, NewClipShare, SharedClip } from '@/api/types'
import { isOpen } from '../lib/clip-state'
import type { ClipWish } from '../lib/clip-wish'

const BUSY_MS = 1000
const IDLE_MS = 15_000
const LOOK_MS = 5000
/** The cookie of a clip holds for a quarter of an hour. */
const OPEN_AGAIN_MS = 5 * 60_000

/** The newest clips; asked again every second while one of them is worked on. */
export const clipsQuery = queryOptions({
  queryKey: ['clips'],
  queryFn: async ({ signal }): Promise<Clip[]> => {
    const page = await answerOf(
      api.GET('/api/v1/clips', { params: { query: { limit: 100 } }, signal }),
    )
    return page.items
  },
  refetchInterval: (query) => (query.state.data?.some(isOpen) ? BUSY_MS : IDLE_MS),
})

export async function wishClips(wish: ClipWish, idempotencyKey: string): Promise<void> {
  const headers = { 'Idempotency-Key': idempotencyKey }
  await answerOf(api.POST('/api/v1/clips/batch', { headers, body: wish }))
}

export async function cancelClip(id: string): Promise<void> {
  await answerOf(api.POST('/api/v1/clips/{clip_id}/cancel', { params: { path: { clip_id: id } } }))
}

export async function deleteClip(id: string): Promise<void> {
  await answerOf(api.DELETE('/api/v1/clips/{clip_id}', { params: { path: { clip_id: id } } }))
}

/** Has the browser given the cookie by which it fetches the clip's files without an access token. */
async function openClip(id: string): Promise<void> {
  await answerOf(api.POST('/api/v1/clips/{clip_id}/open', { params: { path: { clip_id: id } } }))
}

/** The cookie while it is watched: a player asks for more whenever it is played on. */
export const openedClipQuery = (id: string) =>
  queryOptions({
    queryKey: ['clips', id, 'open'],
    queryFn: async () => {
      await openClip(id)
      return true
    },
    refetchInterval: OPEN_AGAIN_MS,
    refetchIntervalInBackground: true,
    gcTime: 0,
  })

/** Has the browser save a file of a clip, as it comes. */
export async function saveFile(id: string, path: string): Promise<void> {
  // What cannot be had is said here: a link that fails would only stay in the list of downloads.
  const asked = await authorisedFetch(path, { headers: { range: 'bytes=0-0' } })
  if (!asked.ok) throw await problemOf(asked)
  await openClip(id)
  const link = document.createElement('a')
  link.href = path
  link.download = ''
  link.click()
}

export const evidenceQuery = (id: string) =>
  queryOptions({
    queryKey: ['clips', id, 'evidence'],
    queryFn: async ({ signal }): Promise<Evidence | null> => {
      const params = { path: { clip_id: id } }
      const asked = await api.GET('/api/v1/clips/{clip_id}/evidence', { params, signal })
      return asked.response.status === 404 ? null : answerOf(Promise.resolve(asked))
    },
    refetchInterval: ({ state }) =>
      state.data && ['queued', 'running'].includes(state.data.state) ? BUSY_MS : false,
  })

export function buildEvidence(id: string, reason: string): Promise<Evidence> {
  const params = { path: { clip_id: id } }
  return answerOf(api.POST('/api/v1/clips/{clip_id}/evidence', { params, body: { reason } }))
}

export const sharesQuery = (id: string) =>
  queryOptions({
    queryKey: ['clips', id, 'shares'],
    queryFn: async ({ signal }): Promise<ClipShare[]> => {
      const params = { path: { clip_id: id } }
      return (await answerOf(api.GET('/api/v1/clips/{clip_id}/shares', { params, signal }))).items
    },
    refetchInterval: ({ state }) =>
      state.data?.some((share) => share.state === 'preparing') ? BUSY_MS : false,
  })

export function shareClip(
  id: string,
  body: { recipient: string; expires_at: string; watermark: boolean },
): Promise<NewClipShare> {
  const params = { path: { clip_id: id } }
  return answerOf(api.POST('/api/v1/clips/{clip_id}/shares', { params, body }))
}

export async function revokeShare(id: string, share: string): Promise<void> {
  const params = { path: { clip_id: id, share_id: share } }
  await answerOf(api.POST('/api/v1/clips/{clip_id}/shares/{share_id}/revoke', { params }))
}

/** Whether a link that was opened still gives its file: it may be revoked while it is watched. */
export const sharedFileQuery = (file: string) =>
  queryOptions({
    queryKey: ['shared-clip', file],
    queryFn: async ({ signal }) => {
      const answer = await fetch(file, { headers: { range: 'bytes=0-0' }, signal })
      return answer.status !== 404
    },
    refetchInterval: LOOK_MS,
    retry: false,
    gcTime: 0,
  })

/** For who has no account: without an access token, and with the cookie that the answer sets. */
export async function openShared(secret: string, code: string): Promise<SharedClip> {
  let answer: Response
  try {
    answer = await fetch(`/api/v1/shared-clips/${encodeURIComponent(secret)}/open`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ code }),
    })
  } catch (error) {
    throw new UnreachableError({ cause: error })
  }
  if (!answer.ok) throw await problemOf(answer)
  return (await answer.json()) as SharedClip
}
