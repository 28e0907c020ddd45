import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Cctv, Pencil, Plus, Search, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { camerasQuery } from '@/api/cameras'
import { useMay } from '@/api/me'
import { prewarm } from '@/api/prewarm'
import type { Camera } from '@/api/types'
import { ErrorState, PageState } from '@/components/page-state'
import { StreamStateLabel, useStreamReason } from '@/components/stream-state'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { Skeleton } from '@/components/ui/skeleton'
import { longGopOf } from '../lib/camera-warnings'
import { CameraDialog } from './camera-dialog'
import { DeleteCameraDialog } from './delete-camera-dialog'

type Open = { kind: 'add' } | { kind: 'edit' | 'delete'; camera: Camera } | null

export function CamerasPage() {
  const { t } = useTranslation()
  const mayConfigure = useMay('configure')
  const { data: cameras, error, isPending, refetch } = useQuery(camerasQuery)
  const [filter, setFilter] = useState('')
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)
  const shown = cameras?.filter(({ name }) => name.toLowerCase().includes(filter.toLowerCase()))

  return (
    <div className="flex h-full flex-col">
      <header className="flex h-14 shrink-0 items-center gap-3 border-b bg-panel px-5">
        <h1 className="text-base font-semibold">{t('cameras.title')}</h1>
        {cameras && (
          <span className="text-ink-faint">{t('cameras.count', { count: cameras.length })}</span>
        )}
        <div className="relative ml-auto w-56">
          <Search className="absolute top-2 left-2.5 size-4 text-ink-faint" aria-hidden />
          <Input
            type="search"
            aria-label={t('cameras.filter')}
            placeholder={t('cameras.filter')}
            value={filter}
            onChange={(event) => setFilter(event.target.value)}
            className="pl-8"
          />
        </div>
        {mayConfigure && (
          <Button variant="primary" onClick={() => setOpen({ kind: 'add' })}>
            <Plus aria-hidden />
            {t('cameras.add')}
          </Button>
        )}
      </header>
      <div className="min-h-0 flex-1 overflow-auto">
        {isPending && <Placeholders />}
        {error && !cameras && <ErrorState error={error} onRetry={() => void refetch()} />}
        {cameras?.length === 0 && (
          <PageState
            icon={Cctv}
            title={t('cameras.emptyTitle')}
            text={t(mayConfigure ? 'cameras.empty' : 'cameras.emptyViewer')}
          >
            {mayConfigure && (
              <Button variant="primary" onClick={() => setOpen({ kind: 'add' })}>
                <Plus aria-hidden />
                {t('cameras.add')}
              </Button>
            )}
          </PageState>
        )}
        {cameras && cameras.length > 0 && shown?.length === 0 && (
          <PageState icon={Search} title={t('cameras.noMatch')} />
        )}
        {shown && shown.length > 0 && (
          <table className="w-full text-left">
            <thead className="sticky top-0 bg-canvas text-xs text-ink-faint">
              <tr className="border-b [&>th]:px-5 [&>th]:py-2 [&>th]:font-medium">
                <th scope="col">{t('cameras.columns.name')}</th>
                <th scope="col">{t('cameras.columns.state')}</th>
                <th scope="col">{t('cameras.columns.ai')}</th>
                <th scope="col">{t('cameras.columns.source')}</th>
                <th scope="col">
                  <span className="sr-only">{t('cameras.columns.actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((camera) => (
                <CameraRow
                  key={camera.id}
                  camera={camera}
                  actions={mayConfigure ? setOpen : null}
                />
              ))}
            </tbody>
          </table>
        )}
      </div>
      {open?.kind === 'add' && <CameraDialog camera={null} onClose={close} />}
      {open?.kind === 'edit' && <CameraDialog camera={open.camera} onClose={close} />}
      {open?.kind === 'delete' && <DeleteCameraDialog camera={open.camera} onClose={close} />}
    </div>
  )
}

function CameraRow({
  camera,
  actions,
}: {
  camera: Camera
  actions: ((open: Open) => void) | null
}) {
  const { t } = useTranslation()
  const mayWatch = useMay('live')
  const reason = useStreamReason()(camera.state)
  const ai = !camera.ai.enabled ? 'aiOff' : camera.ai.read_plates ? 'aiOn' : 'aiObjects'
  const longGop = longGopOf(camera)
  const size = camera.state.tracks.find(({ width }) => width)
  return (
    <tr className="border-b hover:bg-panel [&>td]:px-5 [&>td]:py-2.5">
      <td className="font-medium">
        {mayWatch && camera.enabled ? (
          <Link
            to="/mosaics"
            search={{ camera: camera.id }}
            className="hover:underline"
            onPointerEnter={() => prewarm([camera.id])}
            onFocus={() => prewarm([camera.id])}
          >
            {camera.name}
          </Link>
        ) : (
          camera.name
        )}
      </td>
      <td>
        <StreamStateLabel stream={camera.state} />
        <p className={reason ? 'text-xs text-alarm' : 'text-xs text-ink-faint'}>
          {reason ??
            (size
              ? `${size.codec} ${size.width}×${size.height}`
              : camera.state.state === 'idle'
                ? t('stream.idleHint')
                : '')}
        </p>
        {longGop && (
          <p className="text-xs text-warn">{t('cameras.longGop', { seconds: longGop })}</p>
        )}
      </td>
      <td className="text-ink-soft">{t(`cameras.${ai}`)}</td>
      <td className="max-w-72 truncate font-mono text-xs text-ink-faint">{camera.source_url}</td>
      <td className="w-24 text-right whitespace-nowrap">
        {actions && (
          <>
            <Button
              variant="ghost"
              size="iconSm"
              aria-label={`${t('app.edit')}: ${camera.name}`}
              onClick={() => actions({ kind: 'edit', camera })}
            >
              <Pencil />
            </Button>
            <Button
              variant="ghost"
              size="iconSm"
              aria-label={`${t('app.delete')}: ${camera.name}`}
              onClick={() => actions({ kind: 'delete', camera })}
            >
              <Trash2 />
            </Button>
          </>
        )}
      </td>
    </tr>
  )
}

function Placeholders() {
  return (
    <div className="space-y-4 p-5">
      {Array.from({ length: 5 }, (_, index) => (
        <Skeleton key={index} className="h-9" />
      ))}
    </div>
  )
}
