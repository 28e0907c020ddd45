/**
 * Where an LL-HLS playlist should be played from to show a picture at once: a `#EXT-X-START` at its newest key frame.
 *
 * Without it a player starts at a fixed distance from the end and has to fetch every part from the key frame before on.
 */
import { fromNewestKeyFrame, livePlaylistOf } from './live-playlist'

export function startingAtKeyFrame(playlist: string): string {
  const parts = fromNewestKeyFrame(livePlaylistOf(playlist)?.parts ?? [])
  if (parts.length === 0 || playlist.includes('#EXT-X-START')) return playlist
  const afterS = parts.reduce((sum, { seconds }) => sum + seconds, 0)
  return `${playlist.trimEnd()}\n#EXT-X-START:TIME-OFFSET=-${afterS.toFixed(5)},PRECISE=YES\n`
}
