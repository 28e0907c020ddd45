import { queryOptions } from '@tanstack/react-query'
import { answerOf, api } from '@/api/http'
import type { Retention, RetentionSimulation, SentCameraChange } from '@/api/types'
import { daysTogether, hasOtherLimits, type RetentionWish } from '../lib/retention-form'

/** As many cameras as the server changes at once. */
const AT_ONCE = 1000

/** The limits in gigabytes; the days are each camera's own. */
export const retentionQuery = queryOptions({
  queryKey: ['recordings', 'retention'],
  queryFn: ({ signal }) => answerOf(api.GET('/api/v1/recordings/retention', { signal })),
  staleTime: 30_000,
})

/** What would go now; nothing is changed. */
export function simulate(wish: RetentionWish): Promise<RetentionSimulation> {
  return answerOf(api.POST('/api/v1/recordings/retention/simulation', { body: wish }))
}

/** Sets the days and the limits that are to be others than they are. */
export async function saveRetention(wish: RetentionWish, present: Retention): Promise<void> {
  for (const [days, ids] of daysTogether(wish.retention_days)) {
    const changes = { recording: { retention_days: days } } as SentCameraChange
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      const body = { ids: ids.slice(at, at + AT_ONCE), changes }
      await answerOf(api.PATCH('/api/v1/cameras', { body }))
    }
  }
  if (!hasOtherLimits(wish, present)) return
  const { max_gigabytes, cameras } = wish
  await answerOf(api.PUT('/api/v1/recordings/retention', { body: { max_gigabytes, cameras } }))
}
