import { useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Camera } from '@/api/types'
import { Spinner } from '@/components/ui/spinner'
import { cn } from '@/lib/cn'
import { useArchivePlayer } from '../hooks/use-archive-player'
import { usePlayback } from '../hooks/use-playback'
import type { PlaybackEngine } from '../lib/playback-engine'
import type { TileView } from '../lib/archive-player'
import { lengthWord, pictureTime, wholeTime } from '../lib/words'

interface PlaybackTileProps {
  camera: Camera
  engine: PlaybackEngine
  /** The camera as it is now. */
  live: (camera: Camera) => ReactNode
}

const CHIP = 'rounded bg-black/60 px-1.5 py-0.5 text-[11px] leading-4 text-white'

/** One camera's recordings, with the time of the picture that is on the screen; or the camera as it is now. */
export function PlaybackTile({ camera, engine, live }: PlaybackTileProps) {
  const { t } = useTranslation()
  const video = useRef<HTMLVideoElement>(null)
  useArchivePlayer(engine, camera.id, video)
  const isLive = usePlayback(engine, ({ mode }) => mode === 'live')
  const view = usePlayback(engine, ({ tiles }) => tiles[camera.id])
  const showsLive = usePlayback(engine, ({ stillLive }) => stillLive.has(camera.id)) || isLive
  const shown = view?.state === 'playing' || (view?.state === 'loading' && view.shownMs !== null)
  const state = t(`playback.tile.${isLive ? 'live' : (view?.state ?? 'loading')}`)
  return (
    <section
      aria-label={t('playback.tileLabel', { name: camera.name, state })}
      data-testid="playback-tile"
      data-state={isLive ? 'live' : (view?.state ?? 'loading')}
      data-shown-ms={isLive || view?.shownMs == null ? undefined : Math.round(view.shownMs)}
      data-drift-ms={view?.driftMs == null ? undefined : Math.round(view.driftMs)}
      className="relative h-full w-full overflow-hidden bg-scene text-white"
    >
      <video
        ref={video}
        muted
        playsInline
        disableRemotePlayback
        data-camera-id={camera.id}
        className={cn(
          'absolute inset-0 h-full w-full object-contain',
          !shown && 'invisible',
          view?.state === 'loading' && 'opacity-50',
        )}
      />
      {!isLive && view && view.state !== 'playing' && <TileNote view={view} />}
      {showsLive && <div className="absolute inset-0">{live(camera)}</div>}
      {showsLive && !isLive && (
        <p className="absolute inset-x-0 bottom-2 text-center">
          <span className={CHIP}>{t('playback.stillLive')}</span>
        </p>
      )}
      {!showsLive && (
        <div className="pointer-events-none absolute inset-x-0 top-0 flex items-start justify-between gap-2 p-2">
          <span className={cn(CHIP, 'truncate font-medium')}>{camera.name}</span>
          {shown && view?.shownMs != null && (
            <span className={cn(CHIP, 'shrink-0 font-mono tabular-nums')}>
              {pictureTime(view.shownMs)}
              {view.driftMs !== null && (
                <span className="ml-1.5 text-white/75" title={t('playback.drift')}>
                  {view.driftMs < 0 ? '−' : '+'}
                  {Math.abs(Math.round(view.driftMs))} ms
                </span>
              )}
            </span>
          )}
        </div>
      )}
    </section>
  )
}

function TileNote({ view }: { view: TileView }) {
  const { t } = useTranslation()
  const { gap, state } = view
  if (state === 'loading') {
    return (
      <div className="absolute inset-0 grid place-items-center">
        <Spinner />
      </div>
    )
  }
  const reason = gap?.cause ? t(`playback.cause.${gap.cause}`) : null
  return (
    <div
      data-testid="playback-note"
      className={cn(
        'absolute inset-0 grid place-items-center p-4 text-center',
        gap &&
          'bg-[repeating-linear-gradient(45deg,transparent_0_10px,rgb(255_255_255/0.06)_10px_12px)]',
      )}
    >
      <div className="rounded bg-black/60 px-3 py-2">
        <p className="font-medium">
          {gap ? t(`playback.state.${gap.kind}`) : t(`playback.tile.${state}`)}
        </p>
        {reason && <p className="text-white/80">{reason}</p>}
        {view.failure && (
          <p className="text-white/80">
            {t(`playback.failure.${view.failure}`, { codec: view.codec })}
          </p>
        )}
        {gap && gap.toMs > gap.fromMs && (
          <p className="text-xs text-white/75 tabular-nums">
            {t('playback.gapSpan', {
              from: wholeTime(gap.fromMs),
              to: wholeTime(gap.toMs),
              length: lengthWord(gap.toMs - gap.fromMs),
            })}
          </p>
        )}
      </div>
    </div>
  )
}
