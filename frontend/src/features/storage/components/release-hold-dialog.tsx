import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { Hold } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { formatFullInstant } from '@/lib/format'
import { holdsQuery, releaseHold } from '../api/holds'

interface ReleaseHoldDialogProps {
  hold: Hold
  name: string
  onClose: () => void
}

/** Asks once more before footage may go. */
export function ReleaseHoldDialog({ hold, name, onClose }: ReleaseHoldDialogProps) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const release = useMutation({
    mutationFn: () => releaseHold(hold.id),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: holdsQuery.queryKey })
      toast.success(t('storage.hold.isReleased'))
      onClose()
    },
  })
  const from = formatFullInstant(hold.from)
  const to = formatFullInstant(hold.to)
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('storage.hold.releaseTitle')}
      description={t('storage.hold.releaseText')}
    >
      <p className="font-medium">{name}</p>
      <p className="text-ink-soft">{t('storage.hold.time', { from, to })}</p>
      <p className="mb-4 break-words text-ink-soft">{hold.reason}</p>
      {release.error && (
        <p role="alert" className="mb-3 text-alarm">
          {release.error.message}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{t('app.cancel')}</Button>
        <Button variant="danger" disabled={release.isPending} onClick={() => release.mutate()}>
          {t('storage.hold.release')}
        </Button>
      </div>
    </Dialog>
  )
}
