import { useEffect, useState } from 'react'
import { fetchSnapshot } from '../api/snapshots'

export interface Poster {
  url: string
  capturedAt: Date | null
  /** From wanting it to having it. */
  tookMs: number
}

/** The camera's newest sampled picture while `wanted`; its object URL is revoked when it goes. */
export function usePoster(cameraId: string, wanted: boolean): Poster | null {
  const [poster, setPoster] = useState<(Poster & { cameraId: string }) | null>(null)
  useEffect(() => {
    if (!wanted) return
    const aborted = new AbortController()
    let url: string | null = null
    const wantedAt = performance.now()
    fetchSnapshot(cameraId, aborted.signal)
      .then((snapshot) => {
        if (!snapshot || aborted.signal.aborted) return
        url = URL.createObjectURL(snapshot.blob)
        const tookMs = performance.now() - wantedAt
        setPoster({ cameraId, url, capturedAt: snapshot.capturedAt, tookMs })
      })
      // A tile without a poster is complete; the player says what is wrong.
      .catch(() => undefined)
    return () => {
      aborted.abort()
      if (url) URL.revokeObjectURL(url)
      setPoster(null)
    }
  }, [cameraId, wanted])
  return poster?.cameraId === cameraId ? poster : null
}
