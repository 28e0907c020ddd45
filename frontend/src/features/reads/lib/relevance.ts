export type Grade = 'best' | 'close' | 'possible' | 'remote'

/** Where a hit stands beside the best one; both are scores of one search, best first. */
export function gradeOf(score: number, best: number): Grade {
  const share = best > 0 ? score / best : 0
  if (share >= 0.8) return 'best'
  if (share >= 0.3) return 'close'
  return share >= 0.05 ? 'possible' : 'remote'
}
