import { useEffect, useState } from 'react'
import { fetchPoster, type PosterPicture } from '../api/posters'

export interface Poster extends PosterPicture {
  /** From wanting it to having it. */
  tookMs: number
}

/** The camera's newest sampled picture while `wanted`. */
export function usePoster(cameraId: string, wanted: boolean): Poster | null {
  const [poster, setPoster] = useState<(Poster & { cameraId: string }) | null>(null)
  useEffect(() => {
    if (!wanted) return
    let over = false
    const wantedAt = performance.now()
    fetchPoster(cameraId)
      .then((picture) => {
        if (!picture || over) return
        setPoster({ cameraId, ...picture, tookMs: performance.now() - wantedAt })
      })
      // A tile without a poster is complete; the player says what is wrong.
      .catch(() => undefined)
    return () => {
      over = true
      setPoster(null)
    }
  }, [cameraId, wanted])
  return poster?.cameraId === cameraId ? poster : null
}
