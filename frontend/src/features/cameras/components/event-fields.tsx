import { useFormState, useWatch, type Control, type UseFormRegister } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import type { Camera } from '@/api/types'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import type { CameraForm } from '../lib/camera-form'
import { LONGEST_S, SHORTEST_S } from '../lib/recording-form'
import { FormChoices } from './form-choices'
import { FormSwitch } from './form-switch'

interface EventFieldsProps {
  camera: Camera | null
  control: Control<CameraForm>
  register: UseFormRegister<CameraForm>
}

/** Which events keep footage, and how much before and after each. */
export function EventFields({ camera, control, register }: EventFieldsProps) {
  const { t } = useTranslation()
  const { errors } = useFormState({ control })
  const [analysed, detections, labels, zones] = useWatch({
    control,
    name: ['ai_enabled', 'detections', 'labels', 'zones'],
  })
  const kinds = distinct([...(camera?.ai.classes ?? []), ...labels])
  const places = distinct([...(camera?.ai.zones ?? []).map(({ name }) => name), ...zones])
  const noneIsAll = t('cameras.recording.noneIsAll')
  return (
    <>
      <p className="text-xs text-ink-faint">{t('cameras.recording.eventHint')}</p>
      <div className="grid grid-cols-2 gap-3">
        {(['before', 'after'] as const).map((side) => (
          <Field
            key={side}
            label={t(`cameras.recording.${side}`)}
            error={errors[`${side}_s`]?.message}
          >
            {(props) => (
              <Input
                {...props}
                {...register(`${side}_s`)}
                type="number"
                min={SHORTEST_S}
                max={LONGEST_S}
                step={1}
              />
            )}
          </Field>
        ))}
      </div>
      <p className="text-xs font-medium text-ink-soft">{t('cameras.recording.events')}</p>
      {!analysed && <p className="text-xs text-warn">{t('cameras.recording.needsAnalysis')}</p>}
      <FormSwitch control={control} name="detections" label={t('cameras.recording.detections')} />
      {detections && kinds.length > 0 && (
        <FormChoices
          control={control}
          name="labels"
          label={t('cameras.recording.labels')}
          hint={noneIsAll}
          choices={kinds}
        />
      )}
      {detections && places.length > 0 && (
        <FormChoices
          control={control}
          name="zones"
          label={t('cameras.recording.zones')}
          hint={noneIsAll}
          choices={places}
        />
      )}
      <FormSwitch control={control} name="plates" label={t('cameras.recording.plates')} />
      <FormSwitch control={control} name="watch_lists" label={t('cameras.recording.watchLists')} />
      <FormSwitch
        control={control}
        name="camera_events"
        label={t('cameras.recording.cameraEvents')}
        hint={t('cameras.recording.cameraEventsHint')}
      />
    </>
  )
}

function distinct(words: readonly string[]): string[] {
  return [...new Set(words)]
}
