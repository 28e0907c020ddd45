import { useId } from 'react'
import { Controller, type Control } from 'react-hook-form'
import type { CameraForm } from '../lib/camera-form'

interface FormChoicesProps {
  control: Control<CameraForm>
  name: 'labels' | 'zones'
  label: string
  hint: string
  choices: readonly string[]
}

/** Several of a few words. */
export function FormChoices({ control, name, label, hint, choices }: FormChoicesProps) {
  const hintId = useId()
  return (
    <Controller
      control={control}
      name={name}
      render={({ field, fieldState }) => (
        <fieldset aria-describedby={hintId}>
          <legend className="text-xs font-medium text-ink-soft">{label}</legend>
          <div className="flex flex-wrap gap-x-4 gap-y-1 py-1">
            {choices.map((choice) => (
              <label key={choice} className="flex cursor-pointer items-center gap-1.5">
                <input
                  type="checkbox"
                  className="accent-accent"
                  checked={field.value.includes(choice)}
                  onChange={({ target }) =>
                    field.onChange(
                      choices.filter((each) =>
                        each === choice ? target.checked : field.value.includes(each),
                      ),
                    )
                  }
                />
                {choice}
              </label>
            ))}
          </div>
          <p
            id={hintId}
            role={fieldState.error ? 'alert' : undefined}
            className={fieldState.error ? 'text-xs text-alarm' : 'text-xs text-ink-faint'}
          >
            {fieldState.error?.message ?? hint}
          </p>
        </fieldset>
      )}
    />
  )
}
