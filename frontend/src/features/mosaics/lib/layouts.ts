export const LAYOUTS = ['1', '2x2', '1+5', '3x3'] as const
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
