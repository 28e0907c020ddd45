import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { camerasQuery } from '@/api/cameras'
import { ProblemError } from '@/api/problem'
import type { Camera } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { randomKey } from '@/lib/random-key'
import { changeCamera, createCamera } from '../api/cameras'
import { groupsQuery } from '../api/groups'
import { keepOnvif } from '../api/onvif'
import {
  cameraSchema,
  changeOf,
  formOf,
  inputOf,
  placeErrors,
  type CameraForm,
} from '../lib/camera-form'
import { longGopOf } from '../lib/camera-warnings'
import { FormSelect } from './form-select'
import { FormSwitch } from './form-switch'
import { OnvifFinder, type FoundStreams } from './onvif-finder'
import { RecordingFields } from './recording-fields'

interface CameraDialogProps {
  /** Null adds one. */
  camera: Camera | null
  onClose: () => void
}

export function CameraDialog({ camera, onClose }: CameraDialogProps) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [failure, setFailure] = useState<string | null>(null)
  // One key per dialog: pressing twice, or again after a lost answer, adds one camera.
  const [idempotencyKey] = useState(randomKey)
  const [found, setFound] = useState<FoundStreams | null>(null)
  const { register, control, handleSubmit, setError, setValue, formState } = useForm<CameraForm>({
    resolver: zodResolver(cameraSchema),
    defaultValues: formOf(camera),
  })
  const save = useMutation({
    mutationFn: async (form: CameraForm) => {
      // An address that was typed over is of another camera, for all that is known.
      const taken = found?.main === form.source_url ? found : null
      const sub = taken ? { sub_url: taken.sub } : {}
      const saved = camera
        ? await changeCamera(camera.id, camera.revision, { ...changeOf(form, camera), ...sub })
        : await createCamera({ ...inputOf(form), ...sub }, idempotencyKey)
      // The camera is there: what is wrong with its account is told, and takes nothing back.
      if (taken)
        await keepOnvif(saved.id, taken.account).catch((error: unknown) => {
          const reason = error instanceof ProblemError ? error.detail : t('error.unreachable')
          toast.error(t('cameras.onvif.notKept', { reason }))
        })
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: camerasQuery.queryKey })
      toast.success(t(camera ? 'cameras.updated' : 'cameras.created'))
      onClose()
    },
    onError: (error) => {
      if (!(error instanceof ProblemError)) {
        setFailure(t('error.unreachable'))
        return
      }
      const { fields, rest } = placeErrors(error)
      for (const [field, message] of fields) setError(field, { message })
      setFailure(rest)
    },
  })
  const submit = handleSubmit((form) => {
    setFailure(null)
    save.mutate(form)
  })
  const { errors } = formState
  const { data: groups = [] } = useQuery(groupsQuery)
  const longGop = camera && longGopOf(camera)
  const groupOptions = [
    { value: '', label: t('cameras.noGroup') },
    ...groups.map(({ id, name }) => ({ value: id, label: name })),
  ]

  return (
    <Dialog
      open
      onClose={onClose}
      title={camera ? t('cameras.editTitle', { name: camera.name }) : t('cameras.addTitle')}
    >
      <form onSubmit={(event) => void submit(event)} noValidate className="space-y-4">
        {failure && (
          <p role="alert" className="rounded-md border border-alarm/40 bg-alarm/10 p-2 text-alarm">
            {failure}
          </p>
        )}
        <Field label={t('cameras.name')} error={errors.name?.message}>
          {(props) => <Input {...props} {...register('name')} autoComplete="off" />}
        </Field>
        <Field
          label={t('cameras.url')}
          hint={t(camera ? 'cameras.urlKeep' : 'cameras.urlHint')}
          error={errors.source_url?.message}
        >
          {(props) => (
            <Input
              {...props}
              {...register('source_url')}
              autoComplete="off"
              spellCheck={false}
              placeholder="rtsp://"
              className="font-mono text-xs"
            />
          )}
        </Field>
        <OnvifFinder
          onChosen={(streams) => {
            setFound(streams)
            setValue('source_url', streams.main, { shouldValidate: true })
          }}
        />
        {longGop && (
          <p className="text-xs text-warn">{t('cameras.longGop', { seconds: longGop })}</p>
        )}
        <FormSelect
          control={control}
          name="group"
          label={t('cameras.group')}
          hint={t('cameras.groupHint')}
          options={groupOptions}
        />
        <FormSwitch
          control={control}
          name="enabled"
          label={t('cameras.enabled')}
          hint={t('cameras.enabledHint')}
        />
        <FormSwitch
          control={control}
          name="transcode"
          label={t('cameras.transcode')}
          hint={t('cameras.transcodeHint')}
        />
        <fieldset className="space-y-3 rounded-md border p-3">
          <legend className="px-1 text-xs font-medium text-ink-soft">{t('cameras.ai')}</legend>
          <FormSwitch control={control} name="ai_enabled" label={t('cameras.aiEnabled')} />
          <FormSwitch control={control} name="read_plates" label={t('cameras.readPlates')} />
        </fieldset>
        <RecordingFields camera={camera} control={control} register={register} />
        <div className="sticky -bottom-4 -mx-4 -mb-4 flex justify-end gap-2 border-t bg-panel px-4 py-3">
          <Button onClick={onClose}>{t('app.cancel')}</Button>
          <Button type="submit" variant="primary" disabled={save.isPending}>
            {t('app.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
