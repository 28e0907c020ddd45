import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { camerasQuery } from '@/api/cameras'
import type { Camera } from '@/api/types'
import { DeleteDialog } from '@/components/delete-dialog'
import { deleteCamera } from '../api/cameras'

export function DeleteCameraDialog({ camera, onClose }: { camera: Camera; onClose: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  return (
    <DeleteDialog
      title={t('cameras.deleteTitle', { name: camera.name })}
      text={t('cameras.deleteText')}
      remove={() => deleteCamera(camera.id)}
      onRemoved={async () => {
        await queries.invalidateQueries({ queryKey: camerasQuery.queryKey })
        toast.success(t('cameras.deleted'))
      }}
      onClose={onClose}
    />
  )
}
