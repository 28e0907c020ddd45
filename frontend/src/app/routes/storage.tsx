import '@/i18n/storage'

export { StoragePage as default } from '@/features/storage/components/storage-page'
