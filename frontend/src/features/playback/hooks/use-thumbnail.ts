import { useEffect, useState } from 'react'
import { fetchThumbnail, type Thumbnail } from '../api/recordings'

/** How many are kept here; each is about 10 kB. */
const KEPT = 200
const SETTLE_MS = 120
const kept = new Map<string, Thumbnail | null>()

/** The picture before an instant, once the instant has not changed for a moment; undefined while it is not known. */
export function useThumbnail(camera: string, atMs: number): Thumbnail | null | undefined {
  const key = `${camera}@${atMs}`
  const [, setLoaded] = useState(0)
  useEffect(() => {
    if (kept.has(key)) return
    const aborted = new AbortController()
    const timer = setTimeout(() => {
      fetchThumbnail(camera, atMs, aborted.signal)
        .then((thumbnail) => {
          keep(key, thumbnail)
          setLoaded((count) => count + 1)
        })
        // It is asked for again with the next move; a strip of pictures is no place for a message.
        .catch(() => undefined)
    }, SETTLE_MS)
    return () => {
      clearTimeout(timer)
      aborted.abort()
    }
  }, [key, camera, atMs])
  return kept.get(key)
}

function keep(key: string, thumbnail: Thumbnail | null): void {
  kept.set(key, thumbnail)
  for (const [oldest, each] of kept) {
    if (kept.size <= KEPT) return
    if (each) URL.revokeObjectURL(each.url)
    kept.delete(oldest)
  }
}
