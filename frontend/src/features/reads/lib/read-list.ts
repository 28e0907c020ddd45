import type { PlateRead } from '@/api/types'

export const KEPT_READS = 60

/**
 * The list with the read in it, newest passage first. A read that is there already keeps its place and takes the higher
 * revision; a lower one (a late or repeated event) changes nothing and gives back the same list.
 */
export function withRead(reads: PlateRead[], read: PlateRead): PlateRead[] {
  const index = reads.findIndex(({ id }) => id === read.id)
  const known = reads[index]
  if (known) {
    if (known.revision >= read.revision) return reads
    return reads.with(index, read)
  }
  const place = reads.findIndex(({ seen_at }) => seen_at < read.seen_at)
  const at = place === -1 ? reads.length : place
  return reads.toSpliced(at, 0, read).slice(0, KEPT_READS)
}
