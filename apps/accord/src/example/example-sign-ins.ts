import type { Duty } from '@accord/kernel';
import { EXAMPLE_PEOPLE, type ExamplePerson } from '../example-people.js';

const ABOUT: Readonly<Record<string, string>> = {
  'ada-whitlock': 'Looks after accounts, duties and gateways. System administrator.',
  'bram-okafor': 'Confirms what Ada proposes. System administrator.',
  'carys-lowell': 'Drafts agreements and takes practices live, in all three localities. Activation officer.',
  'dev-marchetti': 'Checks signed documents, in all three localities. Activation officer.',
  'esme-thornbury': 'Approves what goes live, in all three localities. Approver.',
  'farid-lindqvist': 'Approves what goes live, in all three localities. Approver.',
  'grace-adeyemi': 'Caldicott Guardian of Elm Road Surgery, Aldermoor. Signs and withdraws for it.',
  'hamish-varga': 'Partner at Elm Road Surgery, Aldermoor. May sign for it too.',
  'imogen-castell': 'Information governance lead of Elm Road Surgery, Aldermoor.',
  'jonas-pryce': 'Second information governance lead of Elm Road Surgery, Aldermoor.',
  'kezia-holloway': 'Medical director of Aldermoor Out of Hours. Accepts agreements for it.',
  'leo-santangelo': 'Director at Aldermoor Out of Hours. May accept agreements too.',
  'maren-dube': 'Information governance lead of Aldermoor Out of Hours, whose staff look at records.',
  'nils-farrow': 'Second information governance lead of Aldermoor Out of Hours.',
  'odile-barrington': 'Searches the access log of the whole nation. Auditor.',
  'piers-nakamura': 'Searches the access log of the whole nation. Auditor.',
  'quinn-ellery': 'Looks at who viewed records of Elm Road Surgery. Auditor of that practice.',
  'rosa-tindall': 'Reviews emergency access at Aldermoor Out of Hours. Privacy officer.',
  'soren-achebe': 'Reviews emergency access at Aldermoor Out of Hours. Privacy officer.',
  'tamsin-roy': 'Helps people who are stuck; sees no patient. Support.',
};

/** Who can sign in where the example data are: those of every installation, and some of organisations that only the example has. */
export const EXAMPLE_SIGN_INS: readonly ExamplePerson[] = [
  ...EXAMPLE_PEOPLE.map((each) => ({ ...each, about: ABOUT[each.id] ?? each.about })),
  person('una-merewether', 'Una Merewether', 'Caldicott Guardian of Fernleigh Surgery, Brackenshire, which has not signed yet.', 'signatory', 'TSTP25'),
  person('viktor-hazelby', 'Viktor Hazelby', 'Partner at Fernleigh Surgery, Brackenshire. May sign for it too.', 'signatory', 'TSTP25'),
  person('wanda-kestrelton', 'Wanda Kestrelton', 'Information governance lead of Fernleigh Surgery, Brackenshire.', 'practice-governance-lead', 'TSTP25'),
  person('xavier-netherby', 'Xavier Netherby', 'Caldicott Guardian of Bracken Hill Practice, Brackenshire, which is live.', 'signatory', 'TSTP27'),
  person('yara-oakhanger', 'Yara Oakhanger', 'Information governance lead of Bracken Hill Practice, Brackenshire.', 'practice-governance-lead', 'TSTP27'),
  person('zeno-pennifold', 'Zeno Pennifold', 'Caldicott Guardian of Harbour View Surgery, Coldwater Bay, where an agreement is being drafted.', 'signatory', 'TSTP47'),
  person('alma-rushbrooke', 'Alma Rushbrooke', 'Information governance lead of Harbour View Surgery, Coldwater Bay.', 'practice-governance-lead', 'TSTP47'),
  person('boris-saltmere', 'Boris Saltmere', 'Medical director of St Brannock Hospice, which looks in two localities.', 'signatory', 'TSTV04'),
  person('cora-thistlewood', 'Cora Thistlewood', 'Information governance lead of St Brannock Hospice.', 'viewer-governance-lead', 'TSTV04'),
  person('dora-underhay', 'Dora Underhay', 'Information governance lead of Brackenshire Urgent Treatment Centre, whose certificate ran out.', 'viewer-governance-lead', 'TSTV09'),
  person('egon-vellacott', 'Egon Vellacott', 'Privacy officer of Three Rivers Ambulance Service.', 'privacy-officer', 'TSTV08'),
  person('fenna-withycombe', 'Fenna Withycombe', 'Auditor of Three Rivers Ambulance Service.', 'auditor-organisation', 'TSTV08'),
];

function person(id: string, name: string, about: string, duty: Duty, odsCode: string): ExamplePerson {
  return { id, sub: `example-${id}`, name, about, duty, odsCode };
}
