import { Volume2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { cn } from '@/lib/cn'
import { formatAge } from '@/lib/format'
import type { TileSound } from '../hooks/use-tile-sound'
import { codecName } from '../lib/foreign-codec'
import type { Freshness } from '../lib/freshness'
import { soundName } from '../lib/sound-rule'
import type { TileView } from '../lib/tile-view'

const LABELS = { webrtc: 'WebRTC', 'll-hls': 'LL-HLS' }
const DOT: Record<TileView['status'], string> = {
  playing: 'bg-emerald-400',
  connecting: 'bg-amber-300',
  stalled: 'bg-amber-400',
  offline: 'bg-red-500',
  unauthorised: 'bg-red-500',
  unsupported: 'bg-red-500',
}
const CHIP = 'rounded bg-black/55 px-1.5 py-0.5 text-[11px] leading-4'

interface TileBadgesProps {
  name: string
  view: TileView
  ageMs: number | null
  freshness: Freshness
  sound: TileSound
}

/** Name and state at the left, transport and age at the right; the name always shows. */
export function TileBadges({ name, view, ageMs, freshness, sound }: TileBadgesProps) {
  const { t } = useTranslation()
  const { status, transport, webrtcFault, delayMs, transcoded } = view
  const playing = status === 'playing'
  const faultKey =
    webrtcFault === 'refused-format' ||
    webrtcFault === 'unsupported' ||
    webrtcFault === 'no-picture' ||
    webrtcFault === 'link'
      ? webrtcFault
      : 'connection'
  const heard = sound.on ? (sound.sounds[view.stream] ?? sound.sounds.main) : null
  const carried = transport !== null && (transcoded !== null || heard?.by.includes(transport))
  const hint =
    transport === 'll-hls' && webrtcFault
      ? t(`tile.fallback.${faultKey}`)
      : carried && heard?.by.length === 1
        ? t('tile.sound.by', { transport: LABELS[transport], codec: soundName(heard) })
        : undefined
  return (
    <div className="pointer-events-none absolute inset-x-0 top-0 flex items-start justify-between gap-2 p-2">
      <span className={cn(CHIP, 'flex min-w-0 items-center gap-1.5 font-medium')}>
        <span className={cn('size-2 shrink-0 rounded-full', DOT[status])} />
        <span className="truncate">{name}</span>
      </span>
      <span className="flex shrink-0 items-center gap-1">
        {(playing || status === 'stalled') && freshness !== 'fresh' && ageMs !== null && (
          <span
            className={cn(
              CHIP,
              'font-semibold tabular-nums',
              freshness === 'late' ? 'bg-amber-400 text-black' : 'bg-red-600 text-white',
            )}
          >
            {t('tile.lastPicture', { age: formatAge(ageMs / 1000) })}
          </span>
        )}
        {playing && transcoded && (
          <span
            className={cn(CHIP, 'pointer-events-auto text-white/80')}
            title={t(`tile.transcodedWhy.${transcoded.cause}`, {
              codec: codecName(transcoded.codec),
            })}
          >
            {t(`tile.transcoded.${transcoded.cause}`, { codec: codecName(transcoded.codec) })}
          </span>
        )}
        {playing && heard && (
          <span className={cn(CHIP, 'flex items-center gap-1')}>
            <Volume2 aria-hidden className="size-3.5" />
            {!carried && transport
              ? t('tile.sound.notBy', { transport: LABELS[transport], codec: soundName(heard) })
              : !view.sound && t('tile.sound.coming')}
          </span>
        )}
        {playing && (
          <span className={cn(CHIP, 'pointer-events-auto text-white/80 tabular-nums')} title={hint}>
            {transport && LABELS[transport]}
            {delayMs !== null && ` · ${(delayMs / 1000).toFixed(1)} s`}
          </span>
        )}
      </span>
    </div>
  )
}
