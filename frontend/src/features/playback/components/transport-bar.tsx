import {
  ChevronFirst,
  ChevronLast,
  History,
  Pause,
  Play,
  Radio,
  RotateCcw,
  RotateCw,
  StepBack,
  StepForward,
  ZoomIn,
  ZoomOut,
} from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { Select } from '@/components/ui/select'
import { Tooltip } from '@/components/ui/tooltip'
import { usePlayback } from '../hooks/use-playback'
import { JUMP_MS } from '../hooks/use-playback-keys'
import type { TileView } from '../lib/archive-player'
import { BACK_MS } from '../lib/back'
import type { PlaybackEngine } from '../lib/playback-engine'
import { SPEEDS } from '../lib/playback-state'
import { pictureTime } from '../lib/words'

interface TransportBarProps {
  engine: PlaybackEngine
  onZoom: (factor: number) => void
  onRecording: (direction: 1 | -1) => void
}

/** What moves the clock of the page. */
export function TransportBar({ engine, onZoom, onRecording }: TransportBarProps) {
  const { t } = useTranslation()
  const mode = usePlayback(engine, (view) => view.mode)
  const wanted = usePlayback(engine, (view) => view.wanted)
  const rate = usePlayback(engine, (view) => view.rate)
  const loading = usePlayback(
    engine,
    ({ waiting, tiles }) =>
      waiting && Object.values(tiles).some(({ state }) => state === 'loading' || state === 'edge'),
  )
  const atMs = usePlayback(engine, (view) => view.atMs)
  const drift = usePlayback(engine, ({ tiles }) => driftOf(Object.values(tiles)))
  const plays = wanted === 'playing'
  return (
    <div className="flex h-11 shrink-0 items-center gap-1 border-t bg-panel px-3">
      <Act
        icon={ChevronFirst}
        label={t('playback.previousRecording')}
        onClick={() => onRecording(-1)}
      />
      <Act
        icon={RotateCcw}
        label={t('playback.jumpBack')}
        onClick={() => engine.seek(engine.view.atMs - JUMP_MS)}
      />
      <Act icon={StepBack} label={t('playback.stepBack')} onClick={() => engine.step(-1)} />
      <Tooltip label={t(plays ? 'playback.pause' : 'playback.play')}>
        <Button
          variant="primary"
          size="icon"
          aria-label={t(plays ? 'playback.pause' : 'playback.play')}
          onClick={() => engine.toggle()}
        >
          {plays ? <Pause /> : <Play />}
        </Button>
      </Tooltip>
      <Act icon={StepForward} label={t('playback.stepForward')} onClick={() => engine.step(1)} />
      <Act
        icon={RotateCw}
        label={t('playback.jumpForward')}
        onClick={() => engine.seek(engine.view.atMs + JUMP_MS)}
      />
      <Act icon={ChevronLast} label={t('playback.nextRecording')} onClick={() => onRecording(1)} />
      <Select
        label={t('playback.speed')}
        className="ml-1 w-24"
        value={String(rate)}
        onChange={(value) => engine.setRate(Number(value))}
        options={SPEEDS.map((speed) => ({ value: String(speed), label: `${speed} ×` }))}
      />
      <p
        data-testid="playback-clock"
        data-at-ms={Math.round(atMs)}
        className="ml-3 min-w-52 font-mono text-[13px] tabular-nums"
      >
        {pictureTime(atMs)}
      </p>
      <p className="truncate text-xs text-ink-faint tabular-nums" role="status">
        {mode === 'archive' && loading && t('playback.waiting')}
        {mode === 'archive' && !loading && plays && drift !== null && (
          <span data-testid="playback-drift" data-drift-ms={drift}>
            {t('playback.together', { ms: drift })}
          </span>
        )}
      </p>
      <div className="ml-auto flex items-center gap-1">
        <Act icon={ZoomOut} label={t('playback.zoomOut')} onClick={() => onZoom(2)} />
        <Act icon={ZoomIn} label={t('playback.zoomIn')} onClick={() => onZoom(0.5)} />
        <Button size="sm" className="ml-2" onClick={() => engine.goBack(BACK_MS)}>
          <History />
          {t('playback.back')}
        </Button>
        <Button
          size="sm"
          aria-pressed={mode === 'live'}
          variant={mode === 'live' ? 'primary' : 'plain'}
          onClick={() => engine.goLive()}
        >
          <Radio />
          {t('playback.live')}
        </Button>
      </div>
    </div>
  )
}

/** Of the tile that is furthest from the clock; null: none plays. */
function driftOf(tiles: readonly TileView[]): number | null {
  const drifts = tiles.flatMap(({ driftMs }) => (driftMs === null ? [] : Math.abs(driftMs)))
  return drifts.length > 0 ? Math.round(Math.max(...drifts)) : null
}

interface ActProps {
  icon: LucideIcon
  label: string
  onClick: () => void
}

function Act({ icon: Icon, label, onClick }: ActProps) {
  return (
    <Tooltip label={label} side="top">
      <Button variant="ghost" size="icon" aria-label={label} onClick={onClick}>
        <Icon />
      </Button>
    </Tooltip>
  )
}
