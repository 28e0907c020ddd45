import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'

interface DeleteDialogProps {
  title: string
  /** What goes with it, and what stays. */
  text: string
  remove: () => Promise<unknown>
  /** It is gone; the dialog closes when this is done. */
  onRemoved: () => Promise<unknown>
  onClose: () => void
}

/** Asks once more before something goes, and stays with the reason where it cannot. */
export function DeleteDialog({ title, text, remove, onRemoved, onClose }: DeleteDialogProps) {
  const { t } = useTranslation()
  const removal = useMutation({
    mutationFn: remove,
    onSuccess: async () => {
      await onRemoved()
      onClose()
    },
  })
  return (
    <Dialog open onClose={onClose} title={title} description={text}>
      {removal.error && (
        <p role="alert" className="mb-3 text-alarm">
          {removal.error.message}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{t('app.cancel')}</Button>
        <Button variant="danger" disabled={removal.isPending} onClick={() => removal.mutate()}>
          {t('app.delete')}
        </Button>
      </div>
    </Dialog>
  )
}
