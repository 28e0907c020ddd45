import { CloudOff, RadioTower, Unplug } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useSocketState } from '@/api/live-events'
import { Tooltip } from '@/components/ui/tooltip'
import { cn } from '@/lib/cn'

/** The feed of events as a sign in the navigation. */
export function ConnectionState() {
  const { t } = useTranslation()
  const state = useSocketState()
  const label = t(`connection.${state}`)
  const Icon = state === 'online' ? RadioTower : Unplug
  return (
    <Tooltip label={label} side="right">
      <span
        role="status"
        aria-label={label}
        data-testid="connection"
        data-state={state}
        className={cn(
          'grid size-10 place-items-center',
          state === 'online' ? 'text-live' : 'text-warn',
          state === 'connecting' && 'animate-pulse',
        )}
      >
        <Icon className="size-4.5" aria-hidden />
      </span>
    </Tooltip>
  )
}

export function OfflineBanner() {
  const { t } = useTranslation()
  if (useSocketState() !== 'offline') return null
  return (
    <p
      role="alert"
      className="flex shrink-0 items-center gap-2 border-b border-warn/40 bg-warn/15 px-4 py-1.5 text-xs text-warn"
    >
      <CloudOff className="size-4 shrink-0" aria-hidden />
      {t('connection.offlineBanner')}
    </p>
  )
}
