export { ClipsPage as default } from '@/features/clips/components/clips-page'
