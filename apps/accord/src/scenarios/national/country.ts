import type { LocalityId } from '@accord/kernel';
import type { DataSource } from 'typeorm';

/** Cost centres that look at records: out of hours, hospice, urgent and emergency care, hospital. */
export const VIEWING_SETTINGS: readonly number[] = [2, 13, 12, 10];
const PRACTICE_SETTING = 4;

export interface Organisation {
  readonly odsCode: string;
  readonly name: string;
  readonly setting: number;
}

/** One locality with the practices and the viewing organisations of its commissioner. */
export interface CountryLocality {
  readonly id: LocalityId;
  readonly code: string;
  readonly practices: readonly Organisation[];
  readonly viewers: readonly Organisation[];
}

export interface Country {
  readonly localities: readonly CountryLocality[];
  readonly setAside: { readonly practicesWithoutConsumer: number; readonly consumersWithoutPractice: number };
}

/** What the imported directory holds that can share: a commissioner with at least one open practice and one open viewer. */
export async function countryOf(dataSource: DataSource): Promise<Country> {
  const rows = await dataSource.query<{ ods_code: string; name: string; setting: number; commissioner: string | null; locality_id: LocalityId | null }[]>(`
    SELECT ods_code, organisation.name, prescribing_setting AS setting, commissioner_code AS commissioner, locality.id AS locality_id
    FROM organisation LEFT JOIN locality ON locality.code = commissioner_code
    WHERE status = 'A' AND prescribing_setting = ANY ($1) ORDER BY commissioner_code, ods_code`, [[PRACTICE_SETTING, ...VIEWING_SETTINGS]]);
  const groups = new Map<string, { id: LocalityId | null; practices: Organisation[]; viewers: Organisation[] }>();
  for (const row of rows) {
    const code = row.commissioner ?? '';
    const group = groups.get(code) ?? { id: row.locality_id, practices: [], viewers: [] };
    groups.set(code, group);
    (row.setting === PRACTICE_SETTING ? group.practices : group.viewers).push({ odsCode: row.ods_code, name: row.name, setting: row.setting });
  }
  const localities: CountryLocality[] = [];
  let [practicesWithoutConsumer, consumersWithoutPractice] = [0, 0];
  for (const [code, { id, practices, viewers }] of groups) {
    if (id !== null && practices.length > 0 && viewers.length > 0) localities.push({ id, code, practices, viewers });
    else [practicesWithoutConsumer, consumersWithoutPractice] = [practicesWithoutConsumer + practices.length, consumersWithoutPractice + viewers.length];
  }
  return { localities, setAside: { practicesWithoutConsumer, consumersWithoutPractice } };
}

const VIEWS_OF_SETTING: Readonly<Record<number, readonly string[]>> = {
  2: ['summary', 'problems', 'diagnosis', 'medication', 'risks-and-warnings', 'procedures', 'investigations', 'examinations', 'events', 'demographics'],
  13: ['summary', 'problems', 'diagnosis', 'medication', 'risks-and-warnings', 'demographics'],
  12: ['summary', 'medication', 'risks-and-warnings', 'demographics'],
  10: ['summary', 'problems', 'medication', 'procedures', 'investigations', 'demographics'],
};

/** What a viewer is to see: by its setting, and not the same for all of one setting. */
export function viewsOf({ odsCode, setting }: Organisation): string[] {
  const views = VIEWS_OF_SETTING[setting] ?? ['summary'];
  const mark = [...odsCode].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  return mark % 3 === 0 ? views.slice(0, -1) : [...views];
}
