import type { AdminCapability } from '@accord/kernel/admin';
import { CERTIFICATE_FIELDS, type CertificateShown } from './certificate-words.js';
import { say } from './messages.js';

const LIST = `query Certificates($page: Int!, $perPage: Int!, $find: String, $standing: String) {
  systemCertificates(page: $page, perPage: $perPage, find: $find, standing: $standing) { total items { ${CERTIFICATE_FIELDS} } }
}`;

interface ListAnswer { readonly systemCertificates: { readonly total: number; readonly items: readonly CertificateShown[] } }

export const systemsAdmin: AdminCapability = {
  navigation: [{ group: 'enforcement', label: say('certificates'), to: '/certificates', shownTo: (session) => session.may('read', 'ConsumerSystem').allowed }],
  routes: [
    { path: '/certificates', load: () => import('./certificate-list.js').then(({ CertificateList }) => ({ default: CertificateList })) },
    { path: '/certificates/new', load: () => import('./certificate-new.js').then(({ CertificateNew }) => ({ default: CertificateNew })) },
    { path: '/certificates/:id', load: () => import('./certificate-page.js').then(({ CertificatePage }) => ({ default: CertificatePage })) },
    { path: '/gateways/:id/certificates/new', load: () => import('./gateway-certificate-new.js').then(({ GatewayCertificateNew }) => ({ default: GatewayCertificateNew })) },
    { path: '/gateways/new', load: () => import('./gateway-new.js').then(({ GatewayNew }) => ({ default: GatewayNew })) },
  ],
  resources: [{
    name: 'certificates',
    list: {
      query: LIST, variables: ({ page, perPage, filter }) => ({ page, perPage, find: filter['find'] ?? null, standing: filter['standing'] ?? null }),
      read: (data: never) => (data as ListAnswer).systemCertificates,
    },
  }],
  actions: (session) => [
    { label: say('register'), to: '/certificates/new', ...(session.may('register', 'SystemCertificate').allowed ? {} : { blocked: say('blockedRegister') }) },
    { label: say('registerGateway'), to: '/gateways/new', ...(session.may('register', 'Gateway').allowed ? {} : { blocked: say('blockedGateway') }) },
  ],
};
