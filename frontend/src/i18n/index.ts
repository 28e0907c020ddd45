import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { en } from './en'
import type { storage } from './storage'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: { translation: typeof en & { storage: typeof storage } }
  }
}

void i18next.use(initReactI18next).init({
  lng: 'en',
  fallbackLng: 'en',
  resources: { en: { translation: en } },
  interpolation: { escapeValue: false },
})

export default i18next
