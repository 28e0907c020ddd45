import { Controller, type Control } from 'react-hook-form'
import { Switch } from '@/components/ui/switch'
import type { CameraForm } from '../lib/camera-form'

type SwitchName = {
  [Name in keyof CameraForm]: CameraForm[Name] extends boolean ? Name : never
}[keyof CameraForm]

interface FormSwitchProps {
  control: Control<CameraForm>
  name: SwitchName
  label: string
  hint?: string
}

/** A switch of the camera's form, with what the server says against it. */
export function FormSwitch({ control, name, ...rest }: FormSwitchProps) {
  return (
    <Controller
      control={control}
      name={name}
      render={({ field, fieldState }) => (
        <div>
          <Switch {...rest} checked={field.value} onChange={field.onChange} />
          {fieldState.error?.message && (
            <p role="alert" className="mt-1 text-xs text-alarm">
              {fieldState.error.message}
            </p>
          )}
        </div>
      )}
    />
  )
}
