import { Cctv, Check } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { useTranslation } from 'react-i18next'
import type { Camera } from '@/api/types'
import { Button } from '@/components/ui/button'

interface CameraPickerProps {
  cameras: readonly Camera[]
  chosen: readonly string[]
  onChange: (ids: string[]) => void
}

export const MOST_CAMERAS = 4

/** Which cameras are played; the menu stays open, as one chooses several. */
export function CameraPicker({ cameras, chosen, onChange }: CameraPickerProps) {
  const { t } = useTranslation()
  const full = chosen.length >= MOST_CAMERAS
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>
        <Button>
          <Cctv />
          {t('playback.cameras', { count: chosen.length })}
        </Button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="start"
          sideOffset={4}
          className="z-50 max-h-96 min-w-56 overflow-y-auto rounded-md border border-line-strong/60 bg-panel p-1 shadow-xl shadow-black/30"
        >
          <DropdownMenu.Label className="px-2 py-1 text-xs text-ink-faint">
            {t('playback.most', { count: MOST_CAMERAS })}
          </DropdownMenu.Label>
          {cameras.map(({ id, name }) => {
            const isChosen = chosen.includes(id)
            return (
              <DropdownMenu.CheckboxItem
                key={id}
                checked={isChosen}
                disabled={isChosen ? chosen.length === 1 : full}
                onSelect={(event) => event.preventDefault()}
                onCheckedChange={() =>
                  onChange(isChosen ? chosen.filter((each) => each !== id) : [...chosen, id])
                }
                className="flex h-7 cursor-pointer items-center gap-2 rounded-sm pr-3 pl-7 outline-none data-[disabled]:cursor-default data-[disabled]:text-ink-faint data-[highlighted]:bg-raised"
              >
                <DropdownMenu.ItemIndicator className="absolute left-3">
                  <Check className="size-3.5" />
                </DropdownMenu.ItemIndicator>
                {name}
              </DropdownMenu.CheckboxItem>
            )
          })}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
