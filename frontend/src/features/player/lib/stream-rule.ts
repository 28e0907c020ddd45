/** Which stream of a camera a tile reads, and by which transport: rules without a state of their own. */

export type Transport = 'webrtc' | 'll-hls'
export type StreamName = 'main' | 'sub'

export interface Read {
  transport: Transport
  stream: StreamName
  /** With the stream's sound. Read for who listens only: it makes the picture wait for it. */
  sound: boolean
}

export interface Wanted extends Read {
  maximised: boolean
}

/** WebRTC costs the server and the browser a connection a tile; a wall shares LL-HLS. */
export const MOST_WEBRTC_TILES = 4
/** Device pixels up to which a second stream of unknown size will do. */
export const SMALL_TILE_PX = 640
/** A stream is blown up by so much at most before the larger one is fetched. */
const BLOWN_UP = 1.25
/** What is read goes on until the tile has grown by so much more: a size at the edge must not make it change to and fro. */
const SLACK = 1.15

interface TileSize {
  /** CSS pixels times the device's pixel ratio; null until it was measured. */
  widthPx: number | null
  hasSub: boolean
  mainWidthPx: number | null
  subWidthPx: number | null
  maximised: boolean
  /** What is read now. */
  now: StreamName | null
}

export function streamFor(tile: TileSize): StreamName {
  if (!tile.hasSub || tile.maximised) return 'main'
  if (tile.widthPx === null) return tile.now ?? 'sub'
  const enough = tile.subWidthPx
    ? tile.subWidthPx * BLOWN_UP
    : tile.mainWidthPx
      ? Math.min(SMALL_TILE_PX, tile.mainWidthPx / 2)
      : SMALL_TILE_PX
  return tile.widthPx <= enough * (tile.now === 'sub' ? SLACK : 1) ? 'sub' : 'main'
}

/** tiles: how many are shown. large: the tile is maximised or the mosaic's large one. */
export function transportBy({ tiles, large }: { tiles: number; large: boolean }): Transport {
  return large || tiles <= MOST_WEBRTC_TILES ? 'webrtc' : 'll-hls'
}
