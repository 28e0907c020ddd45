import type { Locator } from '@playwright/test'

/** A picture is old after 3 s; a busy page needs a moment to say so. */
export const HONEST_WITHIN_MS = 6000

/** Counts in the page how long the tile ever looked live though no frame came; tells it when asked. */
export async function watchHonesty(tile: Locator): Promise<() => Promise<number>> {
  const handle = await tile.evaluateHandle((section: HTMLElement) => {
    const seen = { longestMs: 0 }
    let frames = -1
    let at = performance.now()
    setInterval(() => {
      // Asked anew each time: the tile changes it with the transport.
      const video = section.querySelector('video')
      const now = video?.getVideoPlaybackQuality().totalVideoFrames ?? -1
      const honest = video?.dataset.state !== 'playing'
      if (now !== frames || honest) at = performance.now()
      frames = now
      seen.longestMs = Math.max(seen.longestMs, performance.now() - at)
    }, 100)
    return seen
  })
  return () => handle.evaluate(({ longestMs }) => longestMs)
}
