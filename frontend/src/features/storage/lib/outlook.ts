import type { Forecast } from '@/api/types'

/** When the room is used up: in whole days, or why there is no such day. */
export type Outlook =
  { kind: 'days'; days: number } | { kind: 'full' | 'soon' | 'far' | 'never' | 'unseen' }

/** Beyond it the pace of three days says nothing to the day. */
const FAR_DAYS = 730

/** isLimited: whether there is a common limit; without one the disk is the only bound. */
export function outlookOf(
  { full_in_days: days, disk_bytes: disk }: Pick<Forecast, 'full_in_days' | 'disk_bytes'>,
  isLimited: boolean,
): Outlook {
  if (days === null) return { kind: disk === null && !isLimited ? 'unseen' : 'never' }
  if (days <= 0) return { kind: 'full' }
  if (days >= FAR_DAYS) return { kind: 'far' }
  return days < 1 ? { kind: 'soon' } : { kind: 'days', days: Math.floor(days) }
}

/** How many days of its pace a camera's recordings are; null where nothing was recorded lately. */
export function daysAtPace(stock: { bytes: number; bytes_per_day: number }): number | null {
  return stock.bytes_per_day > 0 ? stock.bytes / stock.bytes_per_day : null
}
