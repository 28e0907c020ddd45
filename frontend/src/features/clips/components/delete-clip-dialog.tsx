import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { Clip } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { clipsQuery, deleteClip } from '../api/clips'

export function DeleteClipDialog({ clip, onClose }: { clip: Clip; onClose: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const remove = useMutation({
    mutationFn: () => deleteClip(clip.id),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: clipsQuery.queryKey })
      toast.success(t('clips.deleted'))
      onClose()
    },
  })
  const name = clip.title || (clip.camera_name ?? t('clips.gone'))
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('clips.deleteTitle', { name })}
      description={t('clips.deleteText')}
    >
      {remove.error && (
        <p role="alert" className="mb-3 text-alarm">
          {remove.error.message}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{t('app.cancel')}</Button>
        <Button variant="danger" disabled={remove.isPending} onClick={() => remove.mutate()}>
          {t('app.delete')}
        </Button>
      </div>
    </Dialog>
  )
}
