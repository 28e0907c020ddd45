/**
 * Where an LL-HLS playlist should be played from to show a picture at once: a `#EXT-X-START` at its newest key frame.
 *
 * Without it a player starts at a fixed distance from the end and has to fetch every part from the key frame before on.
 */

/** Of what comes after the key frame so much must be there already: else the first picture is followed by a pause. */
const LEAST_AFTER_S = 0.35

export function startingAtKeyFrame(playlist: string): string {
  const afterS = newestKeyFrameS(playlist)
  if (afterS === null || playlist.includes('#EXT-X-START')) return playlist
  return `${playlist.trimEnd()}\n#EXT-X-START:TIME-OFFSET=-${afterS.toFixed(5)},PRECISE=YES\n`
}

/** How long before the end the newest key frame lies that has enough behind it; null where none is told. */
function newestKeyFrameS(playlist: string): number | null {
  const parts = [...playlist.matchAll(/^#EXT-X-PART:(.*)$/gm)].map(([, attributes = '']) => ({
    seconds: Number(/DURATION=([\d.]+)/.exec(attributes)?.[1]),
    isKey: attributes.includes('INDEPENDENT=YES'),
  }))
  let afterS = 0
  for (const { seconds, isKey } of parts.reverse()) {
    afterS += seconds
    if (isKey && afterS >= LEAST_AFTER_S) return afterS
  }
  return null
}
