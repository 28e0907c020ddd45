import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Cctv } from 'lucide-react'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { camerasQuery } from '@/api/cameras'
import { useMay } from '@/api/me'
import { prewarm } from '@/api/prewarm'
import type { Camera, MosaicTile } from '@/api/types'
import { ErrorState, PageState } from '@/components/page-state'
import { Button } from '@/components/ui/button'
import { Spinner } from '@/components/ui/spinner'
import { mosaicQuery, mosaicsQuery } from '@/features/mosaics/api/mosaics'
import { MosaicBar } from '@/features/mosaics/components/mosaic-bar'
import { MosaicGrid } from '@/features/mosaics/components/mosaic-grid'
import { SaveMosaicDialog } from '@/features/mosaics/components/save-mosaic-dialog'
import {
  automaticTiles,
  arrangedTiles,
  layoutFrom,
  pageCount,
  placesOf,
  SHAPES,
  type Layout,
} from '@/features/mosaics/lib/layouts'
import { backFrom } from '@/features/playback/lib/back'
import { Tile } from '@/features/player/components/tile'
import { transportBy } from '@/features/player/lib/stream-rule'
import { plateQuery } from '@/features/reads/api/plates'
import { LiveReads } from '@/features/reads/components/live-reads'
import { serverClock } from '@/lib/server-clock'
import { OpenRead } from '../open-read'
import { useReadsRail } from '../reads-rail'

/** For few tiles, and never at the start of one. */
const PtzPanel = lazy(async () => ({
  default: (await import('@/features/ptz/components/ptz-panel')).PtzPanel,
}))

export default function MosaicRoute() {
  const { t } = useTranslation()
  const { mosaicId = null } = useParams({ strict: false })
  const search = useSearch({ strict: false })
  usePrewarmedMosaic(mosaicId)
  const navigate = useNavigate()
  const queries = useQueryClient()
  const cameras = useQuery(camerasQuery)
  const mosaics = useQuery(mosaicsQuery)
  const saved = useQuery({ ...mosaicQuery(mosaicId ?? ''), enabled: mosaicId !== null })
  const maySearch = useMay('search')
  const mayArrange = useMay('arrange')
  const mayConfigure = useMay('configure')
  const mayMove = useMay('ptz')
  const mayPlay = useMay('playback')
  const rail = useReadsRail()
  const [saving, setSaving] = useState(false)
  const [openRead, setOpenRead] = useState<string | null>(null)
  const stage = useRef<HTMLDivElement>(null)

  if (cameras.isPending || (mosaicId && saved.isPending)) {
    return (
      <div className="grid h-full place-items-center">
        <Spinner />
      </div>
    )
  }
  if (!cameras.data) {
    return <ErrorState error={cameras.error} onRetry={() => void cameras.refetch()} />
  }
  if (mosaicId && !saved.data) {
    return <ErrorState error={saved.error} onRetry={() => void saved.refetch()} />
  }

  const enabled = cameras.data.filter((camera) => camera.enabled)
  const layout: Layout =
    search.layout ?? (search.camera ? '1' : layoutFrom(mosaicId ? saved.data?.layout : undefined))
  const pages = pageCount(enabled.length, layout)
  const page = Math.min(search.page ?? 0, pages - 1)
  const tiles = tilesFor(cameras.data, enabled, layout, page, search.camera, saved.data?.tiles)
  const shown = tiles.filter((camera) => camera !== null)
  const change = (patch: Partial<typeof search>) =>
    void navigate({ to: '.', search: (before) => ({ ...before, ...patch }), replace: true })
  const show = (id: string | null) =>
    void (id === null
      ? navigate({ to: '/mosaics' })
      : navigate({ to: '/mosaics/$mosaicId', params: { mosaicId: id } }))
  const goBack = (camera: Camera) =>
    void navigate({ to: '/playback', search: backFrom(camera.id, serverClock.serverNow()) })
  const forced =
    search.transport === 'hls' ? 'll-hls' : search.transport === 'webrtc' ? 'webrtc' : null
  const paging = !mosaicId && !search.camera && pages > 1
  const first = page * SHAPES[layout].tiles
  const names = new Map(cameras.data.map(({ id, name }) => [id, name]))

  return (
    <div className="flex h-full flex-col">
      <h1 className="sr-only">{t('app.mosaic')}</h1>
      <MosaicBar
        mosaics={mosaics.data ?? []}
        mosaicId={mosaicId}
        onMosaic={show}
        onMosaicHighlight={(id) => {
          const mosaic = mosaics.data?.find((each) => each.id === id)
          prewarm(mosaic?.tiles.map(({ camera_id }) => camera_id) ?? [])
        }}
        layout={layout}
        onLayout={(next) => change({ layout: next, page: undefined, camera: undefined })}
        paging={
          paging
            ? {
                label: t('mosaic.page', {
                  from: first + 1,
                  to: Math.min(enabled.length, first + SHAPES[layout].tiles),
                  total: enabled.length,
                }),
                onHighlight: (step) =>
                  prewarm(
                    automaticTiles(enabled, layout, page + step).flatMap((each) => each?.id ?? []),
                  ),
                ...(page > 0 ? { onPrevious: () => change({ page: page - 1 }) } : {}),
                ...(page < pages - 1 ? { onNext: () => change({ page: page + 1 }) } : {}),
              }
            : null
        }
        onSave={mayArrange && enabled.length > 0 ? () => setSaving(true) : null}
        reads={maySearch ? { shown: rail.shown, toggle: rail.toggle } : null}
        onFullscreen={() => void stage.current?.requestFullscreen()}
      />
      <div className="flex min-h-0 flex-1">
        <div ref={stage} className="min-w-0 flex-1 bg-scene">
          {enabled.length === 0 && !mosaicId ? (
            <div className="h-full bg-canvas">
              <PageState
                icon={Cctv}
                title={t('mosaic.noCamerasTitle')}
                text={t('mosaic.noCameras')}
              >
                {mayConfigure && (
                  <Button asChild variant="primary">
                    <Link to="/cameras">{t('mosaic.addCamera')}</Link>
                  </Button>
                )}
              </PageState>
            </div>
          ) : (
            <MosaicGrid
              layout={layout}
              cameras={tiles}
              tile={(camera, maximised, toggle) => (
                <Tile
                  camera={camera}
                  forced={forced}
                  transport={transportBy({
                    tiles: shown.length,
                    large: maximised || (SHAPES[layout].wideFirst && tiles[0] === camera),
                  })}
                  maximised={maximised}
                  onToggleMaximised={toggle}
                  onBack={mayPlay ? () => goBack(camera) : undefined}
                  controls={
                    maximised &&
                    camera.ptz &&
                    mayMove && (
                      <Suspense>
                        <PtzPanel cameraId={camera.id} />
                      </Suspense>
                    )
                  }
                />
              )}
            />
          )}
        </div>
        {maySearch && rail.shown && (
          <LiveReads
            cameraNames={names}
            onOpen={(read) => {
              queries.setQueryData(plateQuery(read.id).queryKey, read)
              setOpenRead(read.id)
            }}
          />
        )}
      </div>
      {openRead && <OpenRead readId={openRead} onClose={() => setOpenRead(null)} />}
      {saving && (
        <SaveMosaicDialog
          layout={layout}
          tiles={placesOf(tiles)}
          onClose={() => setSaving(false)}
          onSaved={(id) => {
            setSaving(false)
            show(id)
          }}
        />
      )}
    </div>
  )
}

/** Opens the streams of a saved mosaic as soon as its places are known, which may be before its cameras are. */
function usePrewarmedMosaic(mosaicId: string | null): void {
  const { data: mosaics } = useQuery(mosaicsQuery)
  const places = mosaics?.find(({ id }) => id === mosaicId)?.tiles
  useEffect(() => {
    if (places) prewarm(places.map(({ camera_id }) => camera_id))
  }, [places])
}

function tilesFor(
  all: readonly Camera[],
  enabled: readonly Camera[],
  layout: Layout,
  page: number,
  single: string | undefined,
  arranged: readonly MosaicTile[] | undefined,
): (Camera | null)[] {
  if (single) return [all.find(({ id }) => id === single) ?? null]
  if (!arranged) return automaticTiles(enabled, layout, page)
  return arrangedTiles(arranged, new Map(all.map((camera) => [camera.id, camera])), layout)
}
