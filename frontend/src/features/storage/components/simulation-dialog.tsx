import { useTranslation } from 'react-i18next'
import type { RetentionSimulation } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { formatBytes, formatFullInstant } from '@/lib/format'

interface SimulationDialogProps {
  simulation: RetentionSimulation
  saving: boolean
  /** Null where nothing was changed that could be saved. */
  onSave: (() => void) | null
  onClose: () => void
}

/** What would go under the rules, camera by camera, before it does. */
export function SimulationDialog({ simulation, saving, onSave, onClose }: SimulationDialogProps) {
  const { t } = useTranslation()
  const { files, bytes, over_by_bytes: over, cameras } = simulation
  const size = formatBytes(bytes)
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('storage.simulation')}
      description={t('storage.heldStays')}
      className="w-[min(94vw,44rem)]"
    >
      <div className="space-y-3">
        <p role="status" className={files > 0 ? 'text-warn' : undefined}>
          {files > 0 ? t('storage.goes', { count: files, size }) : t('storage.nothingGoes')}
        </p>
        {over > 0 && <p className="text-warn">{t('storage.over', { size: formatBytes(over) })}</p>}
        {cameras.length > 0 && (
          <table aria-label={t('storage.simulation')} className="w-full text-left">
            <thead className="text-xs text-ink-faint">
              <tr className="border-b [&>th]:py-1.5 [&>th]:pr-3 [&>th]:font-medium">
                <th scope="col">{t('storage.columns.camera')}</th>
                <th scope="col">{t('storage.columns.goes')}</th>
                <th scope="col">{t('storage.columns.files')}</th>
                <th scope="col">{t('storage.columns.oldest')}</th>
                <th scope="col">{t('storage.columns.newest')}</th>
              </tr>
            </thead>
            <tbody className="divide-y">
              {cameras.map((each) => (
                <tr key={each.camera} className="[&>td]:py-1.5 [&>td]:pr-3">
                  <td className="font-medium">{each.camera_name ?? t('storage.goneCamera')}</td>
                  <td className="tabular-nums">{formatBytes(each.bytes)}</td>
                  <td className="tabular-nums">{each.files.toLocaleString()}</td>
                  <td>{formatFullInstant(each.oldest)}</td>
                  <td>{formatFullInstant(each.newest)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t(onSave ? 'app.cancel' : 'app.close')}</Button>
          {onSave && (
            <Button variant={files > 0 ? 'danger' : 'primary'} disabled={saving} onClick={onSave}>
              {files > 0 ? t('storage.saveAndDelete', { size }) : t('app.save')}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  )
}
