import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { Clip } from '@/api/types'
import { DeleteDialog } from '@/components/delete-dialog'
import { clipsQuery, deleteClip } from '../api/clips'

export function DeleteClipDialog({ clip, onClose }: { clip: Clip; onClose: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  return (
    <DeleteDialog
      title={t('clips.deleteTitle', {
        name: clip.title || (clip.camera_name ?? t('clips.gone')),
      })}
      text={t('clips.deleteText')}
      remove={() => deleteClip(clip.id)}
      onRemoved={async () => {
        await queries.invalidateQueries({ queryKey: clipsQuery.queryKey })
        toast.success(t('clips.deleted'))
      }}
      onClose={onClose}
    />
  )
}
