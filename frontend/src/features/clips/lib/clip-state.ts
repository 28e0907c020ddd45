import type { Clip } from '@/api/types'

/** Whether it is waited for. */
export function isOpen(clip: Pick<Clip, 'state'>): boolean {
  return clip.state === 'queued' || clip.state === 'running'
}

/** How long what was not recorded is, in seconds. */
export function missingSeconds(clip: Pick<Clip, 'gaps'>): number {
  return (clip.gaps ?? []).reduce(
    (sum, gap) => sum + (Date.parse(gap.to) - Date.parse(gap.from)) / 1000,
    0,
  )
}

/** 1,3 MB in the reader's way of writing. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB']
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  const shown = value.toLocaleString(undefined, { maximumFractionDigits: value < 10 ? 1 : 0 })
  return `${shown} ${units[unit]}`
}
