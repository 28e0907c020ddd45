import { infiniteQueryOptions } from '@tanstack/react-query'
import { answerOf, api } from '@/api/http'
import type { Hold, HoldInput } from '@/api/types'

/** Legal holds, newest first, released ones too. */
export const holdsQuery = infiniteQueryOptions({
  queryKey: ['recordings', 'holds'],
  queryFn: ({ pageParam: cursor, signal }) => {
    const query = { limit: 50, ...(cursor ? { cursor } : {}) }
    return answerOf(api.GET('/api/v1/recordings/holds', { params: { query }, signal }))
  },
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next_cursor,
})

export function placeHold(hold: HoldInput, idempotencyKey: string): Promise<Hold> {
  const headers = { 'Idempotency-Key': idempotencyKey }
  return answerOf(api.POST('/api/v1/recordings/holds', { headers, body: hold }))
}

export function releaseHold(id: string): Promise<Hold> {
  const params = { path: { hold_id: id } }
  return answerOf(api.POST('/api/v1/recordings/holds/{hold_id}/release', { params }))
}
