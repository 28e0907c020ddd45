import { useEffect, useState } from 'react'
import { fetchPoster } from '../api/posters'

export interface Poster {
  /** Belongs to the hook, which closes it. */
  picture: ImageBitmap
  capturedAt: Date
  /** From wanting it to having it. */
  tookMs: number
}

/**
 * The camera's newest sampled picture while `wanted`.
 *
 * A bitmap and no address of an image: Chromium keeps what it decoded of each address, a megabyte for every tile that was
 * ever opened.
 */
export function usePoster(cameraId: string, wanted: boolean): Poster | null {
  const [poster, setPoster] = useState<(Poster & { cameraId: string }) | null>(null)
  useEffect(() => {
    if (!wanted) return
    let over = false
    let picture: ImageBitmap | null = null
    const wantedAt = performance.now()
    const show = async () => {
      const found = await fetchPoster(cameraId)
      if (!found || over) return
      const decoded = await createImageBitmap(found.jpeg)
      if (over) {
        decoded.close()
        return
      }
      picture = decoded
      const { capturedAt } = found
      setPoster({ cameraId, picture, capturedAt, tookMs: performance.now() - wantedAt })
    }
    // A tile without a poster is complete; the player says what is wrong.
    show().catch(() => undefined)
    return () => {
      over = true
      picture?.close()
      setPoster(null)
    }
  }, [cameraId, wanted])
  return poster?.cameraId === cameraId ? poster : null
}
