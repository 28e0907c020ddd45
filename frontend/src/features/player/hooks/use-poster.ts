import { useEffect, useState } from 'react'
import { fetchSnapshot } from '../api/snapshots'

export interface Poster {
  url: string
  capturedAt: Date | null
}

/** The camera's newest sampled picture while `wanted`; its object URL is revoked when it goes. */
export function usePoster(cameraId: string, wanted: boolean): Poster | null {
  const [poster, setPoster] = useState<(Poster & { cameraId: string }) | null>(null)
  useEffect(() => {
    if (!wanted) return
    const aborted = new AbortController()
    let url: string | null = null
    fetchSnapshot(cameraId, aborted.signal)
      .then((snapshot) => {
        if (!snapshot || aborted.signal.aborted) return
        url = URL.createObjectURL(snapshot.blob)
        setPoster({ cameraId, url, capturedAt: snapshot.capturedAt })
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
