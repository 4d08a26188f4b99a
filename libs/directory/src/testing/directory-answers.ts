import { LocalitiesInSql, OrganisationDirectoryInSql } from '../server/read-models/answered-questions.js';

/** The directory as it answers its neighbours, without Nest. */
export function directoryAnswers(): { readonly organisations: OrganisationDirectoryInSql; readonly localities: LocalitiesInSql } {
  return { organisations: new OrganisationDirectoryInSql(), localities: new LocalitiesInSql() };
}
