/** What MediaMTX's LL-HLS playlists say, as far as a head start needs it. */

export interface Variant {
  uri: string
  /** Of its video alone. */
  codecs: string
}

export interface Part {
  uri: string
  seconds: number
  /** Begins with a key frame. */
  isKey: boolean
  /** When its first picture was new, where the playlist tells. */
  at: Date | null
  startsSegment: boolean
  /** Of the segment that begins with this part, once it is whole. */
  wholeUri: string | null
}

export interface LivePlaylist {
  init: string
  /** The oldest first. */
  parts: Part[]
  /** Of the part that comes next, to be waited for. */
  next: { segment: number; part: number }
}

/** Of what comes after the key frame so much must be there already: else the first picture is followed by a pause. */
const LEAST_AFTER_S = 0.35
const VIDEO_CODEC = /^(avc[13]|hvc1|hev1|av01|vp09)\b/

/** The first one of the main playlist; null where none has video. */
export function variantOf(playlist: string): Variant | null {
  const lines = playlist.split(/\r?\n/)
  for (const [index, line] of lines.entries()) {
    if (!line.startsWith('#EXT-X-STREAM-INF:')) continue
    const told = /CODECS="([^"]*)"/.exec(line)?.[1] ?? ''
    const codecs = told.split(',').filter((codec) => VIDEO_CODEC.test(codec.trim()))
    const uri = lines.slice(index + 1).find((each) => each && !each.startsWith('#'))
    if (uri && codecs.length > 0) return { uri, codecs: codecs.join(',') }
  }
  return null
}

/** null for one without parts: no LL-HLS, or nothing there yet. */
export function livePlaylistOf(playlist: string): LivePlaylist | null {
  const init = /^#EXT-X-MAP:.*?URI="([^"]+)"/m.exec(playlist)?.[1]
  const parts: Part[] = []
  let segment = Number(/^#EXT-X-MEDIA-SEQUENCE:(\d+)/m.exec(playlist)?.[1] ?? 0)
  let partsOfSegment = 0
  // Of the segment that is being made MediaMTX does not tell it: it follows the one before.
  let at: number | null = null
  for (const line of playlist.split(/\r?\n/)) {
    if (line.startsWith('#EXT-X-PROGRAM-DATE-TIME:')) at = Date.parse(line.slice(25))
    else if (line && !line.startsWith('#')) {
      const first = parts[parts.length - partsOfSegment]
      if (first) first.wholeUri = line
      segment += 1
      partsOfSegment = 0
    } else if (line.startsWith('#EXT-X-PART:')) {
      const uri = /URI="([^"]+)"/.exec(line)?.[1]
      const seconds = Number(/DURATION=([\d.]+)/.exec(line)?.[1])
      if (!uri || !(seconds > 0)) return null
      const isKey = line.includes('INDEPENDENT=YES')
      const startsSegment = partsOfSegment === 0
      const began = at === null ? null : new Date(at)
      parts.push({ uri, seconds, isKey, at: began, startsSegment, wholeUri: null })
      partsOfSegment += 1
      if (at !== null) at += seconds * 1000
    }
  }
  if (!init || parts.length === 0) return null
  return { init, parts, next: { segment, part: partsOfSegment } }
}

/** The parts from the newest key frame on that has enough behind it; empty where no key frame is told. */
export function fromNewestKeyFrame(parts: readonly Part[]): Part[] {
  let afterS = 0
  for (let index = parts.length - 1; index >= 0; index -= 1) {
    const part = parts[index]
    afterS += part?.seconds ?? 0
    if (part?.isKey && afterS >= LEAST_AFTER_S) return parts.slice(index)
  }
  return []
}

/** What has to be fetched for them: a whole segment rather than each of its parts. */
export function addressesOf(parts: readonly Part[]): string[] {
  const uris: string[] = []
  let covered = false
  for (const [index, { uri, wholeUri, startsSegment }] of parts.entries()) {
    if (startsSegment || index === 0) covered = startsSegment && wholeUri !== null
    if (!covered) uris.push(uri)
    else if (startsSegment && wholeUri) uris.push(wholeUri)
  }
  return uris
}
