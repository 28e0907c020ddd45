import { cn } from '@/lib/cn'
import { formatShare } from '@/lib/format'

interface ConfidenceProps {
  share: number
  label: string
  className?: string
}

/** A share as a small bar and in figures. */
export function Confidence({ share, label, className }: ConfidenceProps) {
  const colour = share >= 0.9 ? 'bg-live' : share >= 0.7 ? 'bg-warn' : 'bg-alarm'
  return (
    <span className={cn('inline-flex items-center gap-1.5', className)} title={label}>
      <span className="h-1 w-8 overflow-hidden rounded-full bg-line-strong/60" aria-hidden>
        <span
          className={cn('block h-full rounded-full', colour)}
          style={{ width: `${share * 100}%` }}
        />
      </span>
      <span className="tabular-nums">{formatShare(share)}</span>
    </span>
  )
}
