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
