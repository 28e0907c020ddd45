import { useTranslation } from 'react-i18next'
import { cn } from '@/lib/cn'

const MARKS = {
  recorded: 'bg-live',
  skipped:
    'bg-[repeating-linear-gradient(135deg,var(--ink-faint)_0_1px,transparent_1px_5px)] h-1.5',
  missing:
    'border border-alarm bg-[repeating-linear-gradient(135deg,var(--alarm)_0_1px,transparent_1px_4px),repeating-linear-gradient(45deg,var(--alarm)_0_1px,transparent_1px_4px)]',
  mixed:
    'border border-alarm bg-[linear-gradient(var(--live)_0_50%,transparent_50%),repeating-linear-gradient(135deg,var(--alarm)_0_1px,transparent_1px_4px)]',
} as const

/** What the bands of the timeline mean. */
export function Legend() {
  const { t } = useTranslation()
  return (
    <ul aria-label={t('playback.legend')} className="ml-auto flex gap-4 text-xs text-ink-soft">
      {(['recorded', 'skipped', 'missing', 'mixed'] as const).map((kind) => (
        <li key={kind} className="flex items-center gap-1.5">
          <span aria-hidden className={cn('h-3 w-5', MARKS[kind])} />
          {t(`playback.state.${kind}`)}
        </li>
      ))}
    </ul>
  )
}
