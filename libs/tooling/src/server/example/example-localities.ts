/** An invented organisation: its code, its name as people say it, and where it is. */
export interface ExampleOrganisation {
  readonly odsCode: string;
  readonly name: string;
  readonly street: string;
  readonly town: string;
}

/** An invented locality with the practices that belong to it. */
export interface ExampleLocality {
  readonly code: string;
  readonly name: string;
  readonly practices: readonly ExampleOrganisation[];
}

const ALDERMOOR = [
  'Elm Road Surgery', 'Millbrook Medical Centre', 'The Old Dairy Practice', 'Station Parade Surgery', 'Harrow Lane Medical Group', 'Willowbank Surgery',
  'St Wendreda Health Centre', 'Canal Side Practice', 'Foxglove Surgery', 'Kingsmead Family Doctors', 'The Granary Practice', 'Northgate Medical Centre',
  'Larkfield Surgery', 'Priory Close Practice', 'Beacon Hill Surgery', 'Riverside Doctors', 'Tollgate Health Centre', 'Hawthorn Medical Practice',
  'Bridge Street Surgery', 'Chestnut Avenue Practice', 'The Orchard Surgery', 'Marsh End Medical Centre', 'Clocktower Surgery', 'Southfields Practice',
];
const BRACKENSHIRE = [
  'Fernleigh Surgery', 'Heatherside Medical Centre', 'Bracken Hill Practice', 'Quarry Road Surgery', 'The Maltings Health Centre', 'Stonebridge Practice',
  'Upper Denholm Surgery', 'Lower Denholm Surgery', 'Gorse Common Practice', 'Shepherds Way Surgery', 'High Street Doctors', 'Kiln Lane Medical Centre',
  'Rowan Tree Practice', 'Market Cross Surgery', 'Thornbridge Surgery', 'The Wheelhouse Practice', 'Moorland View Surgery', 'Abbey Gate Medical Centre',
  'Peat Lane Surgery', 'Wharfside Practice', 'Castle Mound Surgery', 'Ridgeway Health Centre',
];
const COLDWATER_BAY = [
  'Harbour View Surgery', 'Lighthouse Medical Centre', 'Gull Rock Practice', 'Sandpiper Surgery', 'The Boathouse Practice', 'Coastguard Lane Surgery',
  'Tidewell Health Centre', 'Cockle Row Practice', 'Saltmarsh Surgery', 'Promenade Doctors', 'Old Pier Surgery', 'Headland Medical Practice',
  'Driftwood Surgery', 'Spindrift Family Practice',
];

/** Three invented localities: one that is done, one half way, one that begins. */
export const EXAMPLE_LOCALITIES: readonly ExampleLocality[] = [
  locality('TSTL01', 'Aldermoor', 1, ALDERMOOR), locality('TSTL02', 'Brackenshire', 25, BRACKENSHIRE), locality('TSTL03', 'Coldwater Bay', 47, COLDWATER_BAY),
];

function locality(code: string, name: string, first: number, practices: readonly string[]): ExampleLocality {
  return {
    code, name,
    practices: practices.map((practice, index) => ({ odsCode: `TSTP${String(first + index).padStart(2, '0')}`, name: practice, street: `${2 * index + 1} Example Street`, town: name })),
  };
}
