import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { ProblemError } from '@/api/problem'
import type { MosaicTile } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { createMosaic, mosaicsQuery } from '../api/mosaics'
import type { Layout } from '../lib/layouts'

interface SaveMosaicDialogProps {
  layout: Layout
  tiles: MosaicTile[]
  onClose: () => void
  onSaved: (id: string) => void
}

export function SaveMosaicDialog({ layout, tiles, onClose, onSaved }: SaveMosaicDialogProps) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const save = useMutation({
    mutationFn: () => createMosaic({ name: name.trim(), layout, tiles }),
    onSuccess: async (mosaic) => {
      await queries.invalidateQueries({ queryKey: mosaicsQuery.queryKey })
      toast.success(t('mosaic.saved'))
      onSaved(mosaic.id)
    },
  })
  const error = save.error
    ? save.error instanceof ProblemError
      ? (save.error.errors[0]?.detail ?? save.error.detail)
      : t('error.unreachable')
    : undefined
  return (
    <Dialog open onClose={onClose} title={t('mosaic.saveAs')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate()
        }}
        className="space-y-4"
      >
        <Field label={t('mosaic.name')} error={error}>
          {(control) => (
            <Input
              {...control}
              value={name}
              maxLength={100}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('app.cancel')}</Button>
          <Button type="submit" variant="primary" disabled={!name.trim() || save.isPending}>
            {t('app.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
