import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Ban, Download, Film, Play, Plus, Share2, ShieldCheck, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { Clip } from '@/api/types'
import { ErrorState, PageState } from '@/components/page-state'
import { Button } from '@/components/ui/button'
import { Skeleton } from '@/components/ui/skeleton'
import { Tooltip } from '@/components/ui/tooltip'
import { formatAge, formatBytes, formatFullInstant } from '@/lib/format'
import { cancelClip, clipsQuery, saveFile } from '../api/clips'
import { isOpen, missingSeconds } from '../lib/clip-state'
import { DeleteClipDialog } from './delete-clip-dialog'
import { EvidenceDialog } from './evidence-dialog'
import { NewClipDialog } from './new-clip-dialog'
import { PlayDialog } from './play-dialog'
import { ShareDialog } from './share-dialog'

type Open = { kind: 'new' } | { kind: 'play' | 'share' | 'evidence' | 'delete'; clip: Clip } | null

export function ClipsPage() {
  const { t } = useTranslation()
  const { data: clips, error, isPending, refetch } = useQuery(clipsQuery)
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)
  const add = (
    <Button variant="primary" onClick={() => setOpen({ kind: 'new' })}>
      <Plus aria-hidden />
      {t('clips.add')}
    </Button>
  )
  return (
    <div className="flex h-full flex-col">
      <header className="flex h-14 shrink-0 items-center gap-3 border-b bg-panel px-5">
        <h1 className="text-base font-semibold">{t('clips.title')}</h1>
        <div className="ml-auto">{add}</div>
      </header>
      <div className="min-h-0 flex-1 overflow-auto">
        {isPending && (
          <div className="space-y-2 p-5">
            <Skeleton className="h-10" />
            <Skeleton className="h-10" />
          </div>
        )}
        {error && !clips && <ErrorState error={error} onRetry={() => void refetch()} />}
        {clips?.length === 0 && (
          <PageState icon={Film} title={t('clips.emptyTitle')} text={t('clips.empty')}>
            {add}
          </PageState>
        )}
        {clips && clips.length > 0 && (
          <table className="w-full text-left">
            <thead className="sticky top-0 bg-canvas text-xs text-ink-faint">
              <tr className="border-b [&>th]:px-5 [&>th]:py-2 [&>th]:font-medium">
                <th scope="col">{t('clips.columns.what')}</th>
                <th scope="col">{t('clips.columns.time')}</th>
                <th scope="col">{t('clips.columns.state')}</th>
                <th scope="col">{t('clips.columns.by')}</th>
                <th scope="col">
                  <span className="sr-only">{t('clips.columns.actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {clips.map((clip) => (
                <ClipRow key={clip.id} clip={clip} onOpen={setOpen} />
              ))}
            </tbody>
          </table>
        )}
      </div>
      {open?.kind === 'new' && <NewClipDialog onClose={close} />}
      {open?.kind === 'play' && <PlayDialog clip={open.clip} onClose={close} />}
      {open?.kind === 'share' && <ShareDialog clip={open.clip} onClose={close} />}
      {open?.kind === 'evidence' && <EvidenceDialog clip={open.clip} onClose={close} />}
      {open?.kind === 'delete' && <DeleteClipDialog clip={open.clip} onClose={close} />}
    </div>
  )
}

function ClipRow({ clip, onOpen }: { clip: Clip; onOpen: (open: Open) => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const cancel = useMutation({
    mutationFn: () => cancelClip(clip.id),
    onError: (error) => toast.error(error.message),
    onSettled: () => queries.invalidateQueries({ queryKey: clipsQuery.queryKey }),
  })
  const save = useMutation({
    mutationFn: (path: string) => saveFile(clip.id, path),
    onError: (error) => toast.error(error.message),
  })
  const camera = clip.camera_name ?? t('clips.gone')
  const name = clip.title || camera
  const missing = missingSeconds(clip)
  const seconds = (Date.parse(clip.to) - Date.parse(clip.from)) / 1000
  return (
    <tr className="border-b hover:bg-panel [&>td]:px-5 [&>td]:py-2.5">
      <td>
        <span className="font-medium">{name}</span>
        {clip.title && <p className="text-xs text-ink-faint">{camera}</p>}
      </td>
      <td>
        {formatFullInstant(clip.from)}
        <p className="text-xs text-ink-faint">
          {formatAge(seconds)}
          {clip.exact && `, ${t('clips.exactly')}`}
        </p>
      </td>
      <td>
        {isOpen(clip) ? (
          <Progress clip={clip} name={name} />
        ) : (
          <span className={clip.state === 'failed' ? 'text-alarm' : undefined}>
            {t(`clips.state.${clip.state}`)}
            {clip.size_bytes !== null && `, ${formatBytes(clip.size_bytes)}`}
          </span>
        )}
        {clip.state === 'failed' && <p className="text-xs text-ink-faint">{clip.detail}</p>}
        {missing >= 1 && (
          <p className="text-xs text-warn" title={clip.gaps?.map((gap) => gap.cause).join(', ')}>
            {t('clips.missing', { length: formatAge(missing) })}
          </p>
        )}
        {clip.continued_in && <p className="text-xs text-warn">{t('clips.continued')}</p>}
      </td>
      <td className="text-ink-soft">{clip.requested_by}</td>
      <td>
        <div className="flex justify-end gap-1">
          {clip.may_cancel && (
            <Button size="sm" disabled={cancel.isPending} onClick={() => cancel.mutate()}>
              <Ban aria-hidden />
              {t('app.cancel')}
            </Button>
          )}
          {clip.file && (
            <>
              <Action
                icon={Play}
                label={t('clips.play', { name })}
                onClick={() => onOpen({ kind: 'play', clip })}
              />
              <Action
                icon={Download}
                label={t('clips.download', { name })}
                disabled={save.isPending}
                onClick={() => clip.file && save.mutate(clip.file)}
              />
              <Action
                icon={ShieldCheck}
                label={t('clips.evidence', { name })}
                onClick={() => onOpen({ kind: 'evidence', clip })}
              />
              <Action
                icon={Share2}
                label={t('clips.share', { name })}
                onClick={() => onOpen({ kind: 'share', clip })}
              />
            </>
          )}
          {clip.may_delete && (
            <Action
              icon={Trash2}
              label={t('clips.delete', { name })}
              onClick={() => onOpen({ kind: 'delete', clip })}
            />
          )}
        </div>
      </td>
    </tr>
  )
}

interface ActionProps {
  icon: typeof Play
  label: string
  disabled?: boolean
  onClick: () => void
}

function Action({ icon: Icon, label, disabled = false, onClick }: ActionProps) {
  return (
    <Tooltip label={label}>
      <Button
        variant="ghost"
        size="iconSm"
        aria-label={label}
        disabled={disabled}
        onClick={onClick}
      >
        <Icon aria-hidden />
      </Button>
    </Tooltip>
  )
}

function Progress({ clip, name }: { clip: Clip; name: string }) {
  const { t } = useTranslation()
  return (
    <div className="w-40">
      <div
        role="progressbar"
        aria-label={t('clips.progress', { name })}
        aria-valuenow={clip.progress}
        aria-valuemin={0}
        aria-valuemax={100}
        className="h-1.5 overflow-hidden rounded-full bg-raised"
      >
        <div
          className="h-full bg-accent transition-[width]"
          style={{ width: `${clip.progress}%` }}
        />
      </div>
      <p className="mt-1 text-xs text-ink-faint">
        {t(`clips.stage.${clip.stage}`)} {clip.progress} %
      </p>
    </div>
  )
}
