import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Camera } from '@/api/types'
import { Input } from '@/components/ui/input'
import { cn } from '@/lib/cn'
import { serverClock } from '@/lib/server-clock'
import { timelineQuery } from '../api/recordings'
import { usePlayback } from '../hooks/use-playback'
import { usePlaybackKeys } from '../hooks/use-playback-keys'
import { BACK_MS } from '../lib/back'
import { PlaybackEngine } from '../lib/playback-engine'
import { recordingBeside } from '../lib/recording-beside'
import { LONGEST_MS, zoomed } from '../lib/time-scale'
import { fieldText } from '../lib/words'
import { CameraPicker } from './camera-picker'
import { Legend } from './legend'
import { PlaybackTile } from './playback-tile'
import { Timeline } from './timeline'
import { TransportBar } from './transport-bar'

interface PlaybackPageProps {
  cameras: readonly Camera[]
  /** At most four. */
  chosen: readonly Camera[]
  onChoose: (ids: string[]) => void
  /** Where to begin; else half a minute ago. */
  startMs: number | null
  live: (camera: Camera) => ReactNode
}

interface Stretch {
  startMs: number
  endMs: number
}

const GRIDS = [
  '',
  'grid-cols-1',
  'grid-cols-2',
  'grid-cols-2 grid-rows-2',
  'grid-cols-2 grid-rows-2',
]
const FIRST_SPAN_MS = 3_600_000

/** Recordings of up to four cameras on one clock. */
export function PlaybackPage({ cameras, chosen, onChoose, startMs, live }: PlaybackPageProps) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [engine] = useState(
    () =>
      new PlaybackEngine(startMs ?? serverClock.serverNow() - BACK_MS, () =>
        serverClock.serverNow(),
      ),
  )
  const [view, setView] = useState(() => spanAround(engine.view.atMs))
  const ids = useMemo(() => chosen.map(({ id }) => id), [chosen])
  useFollowed(engine, view, setView)

  const zoom = useCallback(
    (factor: number) =>
      setView((before) => {
        // Around the clock, as keys and buttons have no pointer.
        const x = (engine.view.atMs - before.startMs) / (before.endMs - before.startMs)
        const { startMs, endMs } = zoomed({ ...before, width: 1 }, x, factor)
        return { startMs, endMs }
      }),
    [engine],
  )
  const goToRecording = useCallback(
    (direction: 1 | -1) => {
      const { atMs } = engine.view
      const reach = LONGEST_MS
      const [fromMs, toMs] = direction > 0 ? [atMs, atMs + reach] : [atMs - reach, atMs]
      void queries
        .fetchQuery({
          ...timelineQuery(ids, fromMs, Math.min(toMs, serverClock.serverNow())),
          staleTime: 0,
        })
        .then((rows) => {
          const found = recordingBeside(rows, atMs, direction)
          if (found !== null) engine.seek(found)
        })
        // The page says elsewhere that the server does not answer.
        .catch(() => undefined)
    },
    [engine, ids, queries],
  )
  usePlaybackKeys(engine, { onZoom: zoom, onRecording: goToRecording })

  return (
    <div className="flex h-full flex-col">
      <h1 className="sr-only">{t('playback.title')}</h1>
      <div className="flex h-11 shrink-0 items-center gap-2 border-b bg-panel px-3">
        <CameraPicker cameras={cameras} chosen={ids} onChange={onChoose} />
        <JumpField engine={engine} />
        <Legend />
      </div>
      <div className={cn('grid min-h-0 flex-1 gap-px bg-line', GRIDS[chosen.length])}>
        {chosen.map((camera) => (
          <PlaybackTile key={camera.id} camera={camera} engine={engine} live={live} />
        ))}
      </div>
      <TransportBar engine={engine} onZoom={zoom} onRecording={goToRecording} />
      <Timeline engine={engine} cameras={chosen} view={view} onView={setView} />
    </div>
  )
}

function JumpField({ engine }: { engine: PlaybackEngine }) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState<string | null>(null)
  const atMs = usePlayback(engine, (view) => Math.floor(view.atMs / 1000) * 1000)
  const go = () => {
    const wanted = typed === null ? Number.NaN : new Date(typed).getTime()
    if (!Number.isNaN(wanted)) engine.seek(wanted)
    setTyped(null)
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        go()
      }}
    >
      <Input
        type="datetime-local"
        step={1}
        aria-label={t('playback.jump')}
        title={t('playback.jump')}
        className="w-52 tabular-nums"
        value={typed ?? fieldText(atMs)}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={go}
      />
    </form>
  )
}

function spanAround(atMs: number): Stretch {
  return { startMs: atMs - FIRST_SPAN_MS * 0.75, endMs: atMs + FIRST_SPAN_MS * 0.25 }
}

/** Turns the page of the timeline when the clock leaves it; who has moved it elsewhere wants to look there. */
function useFollowed(
  engine: PlaybackEngine,
  view: Stretch,
  setView: (view: Stretch) => void,
): void {
  const atMs = usePlayback(engine, (each) => each.atMs)
  const last = useRef({ atMs, view })
  useEffect(() => {
    const before = last.current
    last.current = { atMs, view }
    const holds = (at: number) => at >= view.startMs && at <= view.endMs
    if (before.view !== view || !holds(before.atMs) || holds(atMs)) return
    const span = view.endMs - view.startMs
    const runsOut = atMs > view.endMs && atMs < view.endMs + span / 10
    const startMs = atMs - span * (runsOut ? 0.1 : 0.5)
    setView({ startMs, endMs: startMs + span })
  }, [atMs, view, setView])
}
