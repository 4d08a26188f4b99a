import polyglotI18nProvider from 'ra-i18n-polyglot';
import english from 'ra-language-english';

/** The framework's own words; Accord's are in its message catalogue. */
export const i18nProvider = polyglotI18nProvider(() => english, 'en', [{ locale: 'en', name: 'English' }], { allowMissing: true });
