/** Somebody who can sign in at the development provider. Invented. */
export interface ExamplePerson {
  readonly id: string;
  readonly sub: string;
  readonly name: string;
  readonly about: string;
}

/** Two for each duty that needs a second person, so that nobody has to do both steps. */
export const EXAMPLE_PEOPLE: readonly ExamplePerson[] = [
  person('ada-whitlock', 'Ada Whitlock', 'System administrator'),
  person('bram-okafor', 'Bram Okafor', 'System administrator'),
  person('carys-lowell', 'Carys Lowell', 'Activation officer'),
  person('dev-marchetti', 'Dev Marchetti', 'Activation officer'),
  person('esme-thornbury', 'Esme Thornbury', 'Approver'),
  person('farid-lindqvist', 'Farid Lindqvist', 'Approver'),
  person('grace-adeyemi', 'Grace Adeyemi', 'Signatory of the practice'),
  person('hamish-varga', 'Hamish Varga', 'Signatory of the practice'),
  person('imogen-castell', 'Imogen Castell', 'Governance lead of the practice'),
  person('jonas-pryce', 'Jonas Pryce', 'Governance lead of the practice'),
  person('kezia-holloway', 'Kezia Holloway', 'Signatory of the viewing organisation'),
  person('leo-santangelo', 'Leo Santangelo', 'Signatory of the viewing organisation'),
  person('maren-dube', 'Maren Dube', 'Governance lead of the viewing organisation'),
  person('nils-farrow', 'Nils Farrow', 'Governance lead of the viewing organisation'),
  person('odile-barrington', 'Odile Barrington', 'Auditor (national)'),
  person('piers-nakamura', 'Piers Nakamura', 'Auditor (national)'),
  person('quinn-ellery', 'Quinn Ellery', 'Auditor of the practice'),
  person('rosa-tindall', 'Rosa Tindall', 'Privacy officer of the viewing organisation'),
  person('soren-achebe', 'Soren Achebe', 'Privacy officer of the viewing organisation'),
  person('tamsin-roy', 'Tamsin Roy', 'Support'),
];

function person(id: string, name: string, about: string): ExamplePerson {
  return { id, sub: `example-${id}`, name, about };
}
