import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Cctv } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { camerasQuery } from '@/api/cameras'
import { useMay } from '@/api/me'
import { ErrorState, ForbiddenState, PageState } from '@/components/page-state'
import { Spinner } from '@/components/ui/spinner'
import { MOST_CAMERAS } from '@/features/playback/components/camera-picker'
import { PlaybackPage } from '@/features/playback/components/playback-page'
import { Tile } from '@/features/player/components/tile'
import { transportBy } from '@/features/player/lib/stream-rule'

const route = getRouteApi('/signed-in/playback')

export default function PlaybackRoute() {
  const { t } = useTranslation()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const mayPlay = useMay('playback')
  const cameras = useQuery({ ...camerasQuery, enabled: mayPlay })
  if (!mayPlay) return <ForbiddenState />
  if (cameras.isPending) {
    return (
      <div className="grid h-full place-items-center">
        <Spinner />
      </div>
    )
  }
  if (!cameras.data) {
    return <ErrorState error={cameras.error} onRetry={() => void cameras.refetch()} />
  }
  if (cameras.data.length === 0) {
    return <PageState icon={Cctv} title={t('cameras.emptyTitle')} text={t('mosaic.noCameras')} />
  }
  const wanted = (search.cameras ?? '').split(',')
  const named = cameras.data.filter(({ id }) => wanted.includes(id))
  const first = cameras.data.filter(({ enabled }) => enabled)
  const chosen = (named.length > 0 ? named : first.length > 0 ? first : cameras.data).slice(
    0,
    MOST_CAMERAS,
  )
  const transport = transportBy({ tiles: chosen.length, large: chosen.length === 1 })
  return (
    <PlaybackPage
      cameras={cameras.data}
      chosen={chosen}
      startMs={search.at === undefined ? null : Date.parse(search.at)}
      onChoose={(ids) =>
        void navigate({
          search: (before) => ({ ...before, cameras: ids.join(',') }),
          replace: true,
        })
      }
      live={(camera) => (
        <Tile
          camera={camera}
          forced={null}
          transport={transport}
          maximised={false}
          onToggleMaximised={() => undefined}
        />
      )}
    />
  )
}
