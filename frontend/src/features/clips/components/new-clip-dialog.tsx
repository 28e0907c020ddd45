import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { camerasQuery } from '@/api/cameras'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Switch } from '@/components/ui/switch'
import { clipsQuery, wishClips } from '../api/clips'
import { firstForm, wishOf, type ClipFault, type ClipForm, type ClipWish } from '../lib/clip-wish'

export function NewClipDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const { data: cameras = [] } = useQuery(camerasQuery)
  const [form, setForm] = useState<ClipForm>(firstForm)
  const [fault, setFault] = useState<ClipFault | null>(null)
  // One try, however often it is sent.
  const [key, setKey] = useState(() => crypto.randomUUID())
  const wish = useMutation({
    mutationFn: (wanted: ClipWish) => wishClips(wanted, key),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: clipsQuery.queryKey })
      onClose()
    },
  })
  const change = (next: Partial<ClipForm>) => {
    setForm({ ...form, ...next })
    setFault(null)
    setKey(crypto.randomUUID())
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const wanted = wishOf(form)
    if (typeof wanted === 'string') setFault(wanted)
    else wish.mutate(wanted)
  }
  const isChosen = (id: string) => form.cameras.includes(id)
  const said = fault && t(`clips.fault.${fault}`)
  return (
    <Dialog open onClose={onClose} title={t('clips.addTitle')} description={t('clips.addText')}>
      <form onSubmit={submit} noValidate className="space-y-4">
        <Field label={t('clips.name')} hint={t('clips.nameHint')}>
          {(control) => (
            <Input
              {...control}
              maxLength={120}
              value={form.title}
              onChange={(event) => change({ title: event.target.value })}
            />
          )}
        </Field>
        <fieldset>
          <legend className="mb-1 text-xs font-medium text-ink-soft">{t('clips.cameras')}</legend>
          <div className="max-h-40 overflow-y-auto rounded-md border p-2">
            {cameras.map((camera) => (
              <label key={camera.id} className="flex cursor-pointer items-center gap-2 py-0.5">
                <input
                  type="checkbox"
                  className="accent-accent"
                  checked={isChosen(camera.id)}
                  onChange={() =>
                    change({
                      cameras: isChosen(camera.id)
                        ? form.cameras.filter((id) => id !== camera.id)
                        : [...form.cameras, camera.id],
                    })
                  }
                />
                {camera.name}
              </label>
            ))}
          </div>
        </fieldset>
        <div className="grid grid-cols-2 gap-3">
          {(['from', 'to'] as const).map((end) => (
            <Field key={end} label={t(`clips.${end}`)}>
              {(control) => (
                <Input
                  {...control}
                  type="datetime-local"
                  step={1}
                  value={form[end]}
                  onChange={(event) => change({ [end]: event.target.value })}
                />
              )}
            </Field>
          ))}
        </div>
        <Switch
          checked={form.exact}
          onChange={(exact) => change({ exact })}
          label={t('clips.exact')}
          hint={t('clips.exactHint')}
        />
        {(said ?? wish.error) && (
          <p role="alert" className="text-alarm">
            {said ?? wish.error?.message}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('app.cancel')}</Button>
          <Button type="submit" variant="primary" disabled={wish.isPending}>
            {t('clips.make')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
