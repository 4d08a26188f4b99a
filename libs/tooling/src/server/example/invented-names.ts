import { SeededNumbers } from '../seeded-numbers.js';

const GIVEN = [
  'Aurelie', 'Benedikt', 'Cressida', 'Dafydd', 'Elowen', 'Fergal', 'Ginevra', 'Hollis', 'Ines', 'Jory', 'Kerensa', 'Lachlan', 'Merryn', 'Nerys', 'Oswin', 'Perran',
  'Quill', 'Rhona', 'Senara', 'Tobiah', 'Una', 'Verity', 'Wilmot', 'Xanthe', 'Yestin', 'Zillah', 'Amabel', 'Branok', 'Clemence', 'Demelza', 'Emrys', 'Floris',
];
const FAMILY = [
  'Ambersley', 'Birkwater', 'Coldham', 'Dunmarrow', 'Eastlake', 'Fallowden', 'Greenhalt', 'Hazelby', 'Inglemoor', 'Jessamy', 'Kestrelton', 'Larchmont', 'Merewether',
  'Netherby', 'Oakhanger', 'Pennifold', 'Quarrington', 'Rushbrooke', 'Saltmere', 'Thistlewood', 'Underhay', 'Vellacott', 'Withycombe', 'Yarnfield', 'Zellwood',
];

/** So many different names of people who do not exist; the same for the same seed. */
export function inventedNames(count: number, seed: number): readonly string[] {
  const numbers = new SeededNumbers(seed);
  const names = new Set<string>();
  while (names.size < count) names.add(`${numbers.oneOf(GIVEN)} ${numbers.oneOf(FAMILY)}`);
  return [...names];
}
