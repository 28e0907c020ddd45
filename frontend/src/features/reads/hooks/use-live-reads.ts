import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { eventSocket, useLiveEvent } from '@/api/live-events'
import { latestReadsQuery } from '../api/plates'
import { withRead } from '../lib/read-list'
import { PLATE_READ, readOfEvent } from '../lib/read-of-event'

/** The newest reads, filled by the API once and then by events. `gap`: the feed could not tell all. */
export function useLiveReads() {
  const queries = useQueryClient()
  const query = useQuery(latestReadsQuery)
  const [gap, setGap] = useState(false)
  const { refetch } = query

  useLiveEvent(PLATE_READ, (event) => {
    const read = readOfEvent(event)
    queries.setQueryData(latestReadsQuery.queryKey, (reads) => withRead(reads ?? [], read))
  })
  useEffect(
    () =>
      eventSocket.onGap(() => {
        setGap(true)
        void refetch()
      }),
    [refetch],
  )
  return { ...query, gap }
}
