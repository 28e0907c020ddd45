import { Ban, LoaderCircle, Lock, TimerOff, VideoOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { StreamState } from '@/api/types'
import { useStreamReason } from '@/components/stream-state'
import { cn } from '@/lib/cn'
import { formatAge } from '@/lib/format'
import { serverClock } from '@/lib/server-clock'
import type { Poster } from '../hooks/use-poster'
import { foreignCodec } from '../lib/foreign-codec'
import { freshnessOf } from '../lib/freshness'
import type { TileView } from '../lib/tile-view'

const ICONS = {
  playing: TimerOff,
  connecting: LoaderCircle,
  stalled: TimerOff,
  offline: VideoOff,
  unauthorised: Lock,
  unsupported: Ban,
}

interface TileOverlayProps {
  view: TileView
  ageMs: number | null
  stream: StreamState
  /** Whether the camera may be transcoded. */
  transcodable: boolean
  poster: Poster | null
}

/** Says over the picture why it is not live; nothing while it is. */
export function TileOverlay(props: TileOverlayProps) {
  const { view, ageMs, stream, transcodable, poster } = props
  const { t } = useTranslation()
  const streamReason = useStreamReason()
  const { status, failure, pictureAgeMs } = view
  const stale = freshnessOf(ageMs) === 'stale'
  if (status === 'playing' && !stale) return null

  const Icon = ICONS[status]
  const grave = stale || status === 'offline' || status === 'unauthorised'
  const plain =
    failure && failure in REASONS
      ? t(`tile.reason.${failure}`)
      : status === 'playing'
        ? ''
        : t(`tile.reason.${status}`)
  const notServed = failure === 'transcodings-full' || failure === 'no-encoder'
  const codec = status === 'unsupported' && !notServed ? foreignCodec(stream) : null
  const reason = codec
    ? t(transcodable ? 'tile.reason.codecSoon' : 'tile.reason.codec', { codec })
    : status === 'offline'
      ? (streamReason(stream) ?? plain)
      : plain
  const posterAge = poster?.capturedAt
    ? (serverClock.serverNow() - poster.capturedAt.getTime()) / 1000
    : null
  return (
    <div
      className={cn(
        'absolute inset-0 flex flex-col items-center justify-center gap-1.5 px-6 text-center',
        status === 'stalled' || status === 'playing' ? 'bg-black/60' : 'bg-black/50',
      )}
    >
      <Icon
        aria-hidden
        className={cn(
          'size-6',
          status === 'connecting' && 'animate-tick text-white/80',
          grave ? 'text-red-400' : 'text-white/80',
        )}
      />
      <p className={cn('text-sm font-semibold', grave && 'text-red-300')}>
        {t(status === 'playing' ? 'tile.status.stale' : `tile.status.${status}`)}
      </p>
      {reason && <p className="text-xs text-white/80">{reason}</p>}
      {pictureAgeMs !== null && (status !== 'connecting' || stale) && (
        <p
          className={cn(
            'text-xs tabular-nums',
            stale ? 'font-semibold text-red-300' : 'text-white/80',
          )}
        >
          {t('tile.lastPicture', { age: formatAge((ageMs ?? pictureAgeMs) / 1000) })}
        </p>
      )}
      {pictureAgeMs === null && posterAge !== null && (
        <p className="text-xs text-white/70 tabular-nums">
          {t('tile.posterAge', { age: formatAge(posterAge) })}
        </p>
      )}
    </div>
  )
}

const REASONS = {
  'refused-format': 1,
  unsupported: 1,
  connection: 1,
  unauthorised: 1,
  'not-found': 1,
  disabled: 1,
  unreachable: 1,
  ended: 1,
  'no-picture': 1,
  link: 1,
  'transcodings-full': 1,
  'no-encoder': 1,
}
