import { STANDARD_CLAUSES, type AgreementDocument, type SignedPage } from '../contract/index.js';

const VIEWS = ['Summary', 'Problems', 'Diagnosis', 'Medication', 'Risks and warnings', 'Procedures', 'Investigations', 'Examinations', 'Events', 'Demographics'];

/** An agreement document of invented organisations. */
export function anAgreementDocument(given: Partial<AgreementDocument> & { readonly providerCount?: number } = {}): AgreementDocument {
  const { providerCount = 3, ...rest } = given;
  const views = VIEWS.map((name) => ({ code: name.toLowerCase().replaceAll(' ', '-'), name }));
  return {
    reference: 'DCR-TST-0001', version: 1, title: 'Detailed Care Record sharing in Testshire', service: { code: 'DCR', name: 'Detailed Care Record' }, views,
    purpose: 'Direct care away from the practice.', lawfulBasis: 'UK GDPR article 6(1)(e) and article 9(2)(h)', startsOn: '2026-04-01', reviewOn: '2027-04-01', endsOn: '2028-03-31',
    clauses: STANDARD_CLAUSES, termsDigest: 'ab'.repeat(32), madeAt: new Date('2026-03-01T10:00:00Z'),
    providers: Array.from({ length: providerCount }, (_, index) => ({ odsCode: `TSTP${String(index).padStart(3, '0')}`, name: `Example Surgery ${index}` })),
    consumers: [{ odsCode: 'TSTV01', name: 'Example Hospice', views: views.slice(0, 4).map((view) => view.code) }],
    ...rest,
  };
}

export function aSignedPage(given: Partial<SignedPage> = {}): SignedPage {
  return {
    side: 'provider', reference: 'DCR-TST-0001', version: 1, organisation: { odsCode: 'TSTP000', name: 'Example Surgery 0' },
    signatory: { name: 'Dr Ann Example', role: 'Caldicott Guardian' }, signedAt: new Date('2026-03-02T09:30:00Z'), ...given,
  };
}
