import type { MosaicTile } from '@/api/types'

export const LAYOUTS = ['1', '2x2', '1+5', '3x3', '4x4'] as const
export type Layout = (typeof LAYOUTS)[number]

interface Shape {
  tiles: number
  columns: number
  rows: number
  /** The first tile takes two columns and two rows. */
  wideFirst: boolean
}

export const SHAPES: Record<Layout, Shape> = {
  '1': { tiles: 1, columns: 1, rows: 1, wideFirst: false },
  '2x2': { tiles: 4, columns: 2, rows: 2, wideFirst: false },
  '1+5': { tiles: 6, columns: 3, rows: 3, wideFirst: true },
  '3x3': { tiles: 9, columns: 3, rows: 3, wideFirst: false },
  '4x4': { tiles: 16, columns: 4, rows: 4, wideFirst: false },
}

export function layoutFrom(name: string | undefined): Layout {
  return LAYOUTS.find((layout) => layout === name) ?? '2x2'
}

/** The cameras of one page when nobody arranged them; empty tiles stay null. */
export function automaticTiles<T>(
  cameras: readonly T[],
  layout: Layout,
  page: number,
): (T | null)[] {
  const { tiles } = SHAPES[layout]
  return Array.from({ length: tiles }, (_, index) => cameras[page * tiles + index] ?? null)
}

export function pageCount(cameras: number, layout: Layout): number {
  return Math.max(1, Math.ceil(cameras / SHAPES[layout].tiles))
}

/** What a mosaic says about its places, as cameras; those that are gone or not one's to see leave theirs empty. */
export function arrangedTiles<T>(
  arranged: readonly MosaicTile[],
  byId: ReadonlyMap<string, T>,
  layout: Layout,
): (T | null)[] {
  const places = new Map(arranged.map(({ position, camera_id }) => [position, byId.get(camera_id)]))
  return Array.from({ length: SHAPES[layout].tiles }, (_, position) => places.get(position) ?? null)
}

export function placesOf(tiles: readonly ({ id: string } | null)[]): MosaicTile[] {
  return tiles.flatMap((tile, position) => (tile ? [{ position, camera_id: tile.id }] : []))
}
