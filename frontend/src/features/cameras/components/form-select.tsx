import { Controller, type Control } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import type { CameraForm } from '../lib/camera-form'

interface FormSelectProps {
  control: Control<CameraForm>
  name: 'group' | 'mode' | 'schedule' | 'otherwise'
  label: string
  hint?: string | undefined
  options: readonly { value: string; label: string }[]
}

/** Radix has no option of an empty value. */
const NONE = 'none'

/** A choice of the camera's form; an option of an empty value is that of none. */
export function FormSelect({ control, name, label, hint, options }: FormSelectProps) {
  const { t } = useTranslation()
  return (
    <Controller
      control={control}
      name={name}
      render={({ field, fieldState }) => (
        <Field label={label} hint={hint} error={fieldState.error?.message}>
          {(props) => (
            <Select
              {...props}
              value={field.value || NONE}
              onChange={(value) => field.onChange(value === NONE ? '' : value)}
              options={withValue(options, field.value, t('app.loading')).map((option) => ({
                ...option,
                value: option.value || NONE,
              }))}
            />
          )}
        </Field>
      )}
    />
  )
}

/** What is chosen stays chosen while the options are not there yet. */
function withValue(options: FormSelectProps['options'], value: string, label: string) {
  return options.some((option) => option.value === value) ? options : [...options, { value, label }]
}
