import { useEffect, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Camera } from '@/api/types'
import { cn } from '@/lib/cn'
import { usePoster } from '../hooks/use-poster'
import { useStream } from '../hooks/use-stream'
import { useTileKeys } from '../hooks/use-tile-keys'
import { useTilePlayer } from '../hooks/use-tile-player'
import { useTileSound } from '../hooks/use-tile-sound'
import { ageOf, freshnessOf } from '../lib/freshness'
import type { Transport } from '../lib/stream-rule'
import { withSound } from '../lib/sound-rule'
import { savePicture } from '../lib/save-picture'
import { PosterPicture } from './poster-picture'
import { TileBadges } from './tile-badges'
import { TileButtons } from './tile-buttons'
import { TileOverlay } from './tile-overlay'

interface TileProps {
  camera: Camera
  forced: Transport | null
  /** By which transport the mosaic wants it. */
  transport: Transport
  maximised: boolean
  onToggleMaximised: () => void
  /** Shows what the camera saw a moment ago; left out where nobody may. */
  onBack?: (() => void) | undefined
  /** What lies over the picture: controls of the camera. */
  controls?: ReactNode
}

/** One camera, live, or an honest word on why not. */
export function Tile(props: TileProps) {
  const { camera, forced, transport, maximised, onToggleMaximised, onBack, controls } = props
  const { t } = useTranslation()
  const tile = useRef<HTMLElement>(null)
  const stage = useRef<HTMLDivElement>(null)
  const kept = useRef<HTMLCanvasElement>(null)
  const stream = useStream(camera, stage, maximised)
  const sound = useTileSound(camera)
  const read = { transport, stream, sound: false }
  const wanted = { ...(sound.on ? withSound(read, sound.sounds) : read), maximised }
  const transcodable = camera.live.transcode === 'when_needed'
  const { view, retry, video } = useTilePlayer({
    cameraId: camera.id,
    stage,
    kept,
    forced,
    wanted,
    volume: sound.on ? sound.volume : null,
    runs: camera.state.state === 'online',
    transcodable,
  })
  const ageMs = ageOf(view)
  const freshness = freshnessOf(ageMs)
  const showsVideo = view.status === 'playing' || view.status === 'stalled'
  const hasPicture = view.pictureAgeMs !== null
  const poster = usePoster(camera.id, !hasPicture)

  useTileKeys(tile, { b: onBack ?? null, m: sound.toggle })

  // The camera came back: do not sit out the rest of a pause.
  const state = camera.state.state
  useEffect(() => {
    if (state === 'online' || state === 'idle') retry()
  }, [state, camera.revision, retry])

  const late = view.status === 'playing' && freshness !== 'fresh'
  const status = t(late ? `tile.status.${freshness}` : `tile.status.${view.status}`)
  return (
    <section
      ref={tile}
      data-tile
      aria-label={t('tile.label', { name: camera.name, status })}
      data-freshness={freshness}
      onDoubleClick={onToggleMaximised}
      className={cn(
        'group relative h-full w-full overflow-hidden bg-scene text-white select-none',
        freshness === 'late' && 'ring-1 ring-amber-400/70 ring-inset',
        freshness === 'stale' && 'ring-1 ring-red-500/80 ring-inset',
      )}
    >
      <div ref={stage} className={cn('absolute inset-0', !showsVideo && 'invisible')} />
      <canvas
        ref={kept}
        aria-hidden
        className={cn(
          'absolute inset-0 h-full w-full object-contain opacity-60 grayscale',
          (showsVideo || !hasPicture) && 'hidden',
        )}
      />
      {poster && !hasPicture && <PosterPicture poster={poster} />}
      <TileOverlay
        view={view}
        ageMs={ageMs}
        stream={camera.state}
        transcodable={transcodable}
        poster={poster}
      />
      <TileBadges
        name={camera.name}
        view={view}
        ageMs={ageMs}
        freshness={freshness}
        sound={sound}
      />
      {controls}
      <TileButtons
        maximised={maximised}
        onToggleMaximised={onToggleMaximised}
        sound={sound}
        onRetry={view.status === 'playing' ? null : retry}
        onBack={onBack ?? null}
        onSnapshot={
          showsVideo
            ? () => {
                const shown = video()
                if (shown) savePicture(shown, camera.name)
              }
            : null
        }
      />
    </section>
  )
}
