import { useQuery } from '@tanstack/react-query'
import { useWatch, type Control, type UseFormRegister } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { forecastQuery } from '@/api/forecast'
import { useConfiguresAll } from '@/api/me'
import { schedulesQuery } from '@/api/schedules'
import type { Camera } from '@/api/types'
import { formatBytes } from '@/lib/format'
import type { CameraForm } from '../lib/camera-form'
import { isOnEvents, MODES } from '../lib/recording-form'
import { EventFields } from './event-fields'
import { FormSelect } from './form-select'

interface RecordingFieldsProps {
  camera: Camera | null
  control: Control<CameraForm>
  register: UseFormRegister<CameraForm>
}

/** Whether and when a camera is recorded, and which events keep footage. */
export function RecordingFields({ camera, control, register }: RecordingFieldsProps) {
  const { t } = useTranslation()
  const { data: schedules = [] } = useQuery(schedulesQuery)
  const [mode, schedule, otherwise] = useWatch({
    control,
    name: ['mode', 'schedule', 'otherwise'],
  })
  const cost = useCost(camera)
  const modes = MODES.map((value) => ({ value, label: t(`cameras.recording.modes.${value}`) }))
  const times = [
    { value: '', label: t('cameras.recording.always') },
    ...schedules.map(({ id, name }) => ({ value: id, label: name })),
  ]
  return (
    <fieldset className="space-y-3 rounded-md border p-3">
      <legend className="px-1 text-xs font-medium text-ink-soft">
        {t('cameras.recording.title')}
      </legend>
      <div className="grid grid-cols-2 gap-3">
        <FormSelect
          control={control}
          name="mode"
          label={t('cameras.recording.mode')}
          options={modes}
        />
        <FormSelect
          control={control}
          name="schedule"
          label={t('cameras.recording.schedule')}
          options={times}
        />
      </div>
      {schedule && (
        <FormSelect
          control={control}
          name="otherwise"
          label={t('cameras.recording.otherwise')}
          options={modes}
        />
      )}
      {cost && <p className="text-xs text-ink-faint">{cost}</p>}
      {isOnEvents({ mode, schedule, otherwise }) && (
        <EventFields camera={camera} control={control} register={register} />
      )}
    </fieldset>
  )
}

/** What recording this camera takes, as far as it is known. */
function useCost(camera: Camera | null): string | null {
  const { t } = useTranslation()
  const mayAsk = useConfiguresAll()
  const { data: forecast } = useQuery({ ...forecastQuery, enabled: mayAsk && camera !== null })
  if (!camera) return null
  const lately = forecast?.cameras.find((stock) => stock.camera === camera.id)?.bytes_per_day
  const days = camera.recording.retention_days
  return [
    lately ? t('cameras.recording.perDay', { size: formatBytes(lately) }) : null,
    t('cameras.recording.kept', { days }),
  ]
    .filter(Boolean)
    .join(' ')
}
