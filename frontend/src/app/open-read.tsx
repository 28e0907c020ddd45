import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { camerasQuery } from '@/api/cameras'
import { ErrorState } from '@/components/page-state'
import { Dialog } from '@/components/ui/dialog'
import { Spinner } from '@/components/ui/spinner'
import { plateQuery } from '@/features/reads/api/plates'
import { ReadDetails } from '@/features/reads/components/read-details'

/** The details of one read, by its id, with the ways on from there. */
export function OpenRead({ readId, onClose }: { readId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { data: read, error, refetch } = useQuery(plateQuery(readId))
  const cameras = useQuery(camerasQuery).data
  if (!read) {
    return (
      <Dialog open side onClose={onClose} title={t('app.loading')}>
        {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Spinner />}
      </Dialog>
    )
  }
  const name =
    read.camera_name ??
    cameras?.find(({ id }) => id === read.camera)?.name ??
    t('reads.unknownCamera')
  return (
    <ReadDetails
      read={read}
      cameraName={name}
      onClose={onClose}
      onSearch={() => void navigate({ to: '/plates', search: { text: read.text } })}
      onWatch={() => void navigate({ to: '/mosaics', search: { camera: read.camera } })}
    />
  )
}
