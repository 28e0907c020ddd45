import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { camerasQuery } from '@/api/cameras'
import type { Camera } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { deleteCamera } from '../api/cameras'

export function DeleteCameraDialog({ camera, onClose }: { camera: Camera; onClose: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const remove = useMutation({
    mutationFn: () => deleteCamera(camera.id),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: camerasQuery.queryKey })
      toast.success(t('cameras.deleted'))
      onClose()
    },
  })
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('cameras.deleteTitle', { name: camera.name })}
      description={t('cameras.deleteText')}
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
