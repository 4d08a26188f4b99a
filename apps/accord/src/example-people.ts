import type { Duty } from '@accord/kernel';
import { PRACTICE, VIEWER } from './example-directory.js';

/** Somebody who can sign in at the development provider. Invented. */
export interface ExamplePerson {
  readonly id: string;
  readonly sub: string;
  readonly name: string;
  readonly about: string;
  readonly duty: Duty;
  /** For whom the duty is held, where it is held for one organisation. */
  readonly odsCode?: string;
}

/** Two for each duty that needs a second person, so that nobody has to do both steps. */
export const EXAMPLE_PEOPLE: readonly ExamplePerson[] = [
  person('ada-whitlock', 'Ada Whitlock', 'System administrator', 'system-administrator'),
  person('bram-okafor', 'Bram Okafor', 'System administrator', 'system-administrator'),
  person('carys-lowell', 'Carys Lowell', 'Activation officer', 'activation-officer'),
  person('dev-marchetti', 'Dev Marchetti', 'Activation officer', 'activation-officer'),
  person('esme-thornbury', 'Esme Thornbury', 'Approver', 'approver'),
  person('farid-lindqvist', 'Farid Lindqvist', 'Approver', 'approver'),
  person('grace-adeyemi', 'Grace Adeyemi', 'Signatory of the practice', 'signatory', PRACTICE),
  person('hamish-varga', 'Hamish Varga', 'Signatory of the practice', 'signatory', PRACTICE),
  person('imogen-castell', 'Imogen Castell', 'Governance lead of the practice', 'practice-governance-lead', PRACTICE),
  person('jonas-pryce', 'Jonas Pryce', 'Governance lead of the practice', 'practice-governance-lead', PRACTICE),
  person('kezia-holloway', 'Kezia Holloway', 'Signatory of the viewing organisation', 'signatory', VIEWER),
  person('leo-santangelo', 'Leo Santangelo', 'Signatory of the viewing organisation', 'signatory', VIEWER),
  person('maren-dube', 'Maren Dube', 'Governance lead of the viewing organisation', 'viewer-governance-lead', VIEWER),
  person('nils-farrow', 'Nils Farrow', 'Governance lead of the viewing organisation', 'viewer-governance-lead', VIEWER),
  person('odile-barrington', 'Odile Barrington', 'Auditor (national)', 'auditor-national'),
  person('piers-nakamura', 'Piers Nakamura', 'Auditor (national)', 'auditor-national'),
  person('quinn-ellery', 'Quinn Ellery', 'Auditor of the practice', 'auditor-organisation', PRACTICE),
  person('rosa-tindall', 'Rosa Tindall', 'Privacy officer of the viewing organisation', 'privacy-officer', VIEWER),
  person('soren-achebe', 'Soren Achebe', 'Privacy officer of the viewing organisation', 'privacy-officer', VIEWER),
  person('tamsin-roy', 'Tamsin Roy', 'Support', 'support'),
];

function person(id: string, name: string, about: string, duty: Duty, odsCode?: string): ExamplePerson {
  return { id, sub: `example-${id}`, name, about, duty, ...(odsCode === undefined ? {} : { odsCode }) };
}
