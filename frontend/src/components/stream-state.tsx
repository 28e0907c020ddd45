import { useTranslation } from 'react-i18next'
import type { StreamState, StreamStateName } from '@/api/types'
import { cn } from '@/lib/cn'

const COLOURS: Record<StreamStateName, string> = {
  online: 'bg-live',
  idle: 'bg-accent',
  connecting: 'bg-warn animate-pulse',
  disabled: 'bg-ink-faint/60',
  error: 'bg-alarm',
  unknown: 'bg-line-strong',
}

type ReasonKey = 'unreachable'

/** The reason of a stream's error in words: a known code, else what the server says. */
export function useStreamReason(): (stream: StreamState) => string | null {
  const { t, i18n } = useTranslation()
  return (stream) => {
    if (!stream.reason || stream.state !== 'error') return null
    const key = `stream.reason.${stream.reason}`
    return i18n.exists(key)
      ? t(`stream.reason.${stream.reason as ReasonKey}`)
      : (stream.detail ?? stream.reason)
  }
}

export function StreamStateLabel({ stream }: { stream: StreamState }) {
  const { t } = useTranslation()
  return (
    <span className="inline-flex items-center gap-2">
      <span className={cn('size-2 rounded-full', COLOURS[stream.state])} />
      {t(`stream.state.${stream.state}`)}
    </span>
  )
}
