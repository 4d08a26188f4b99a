import { Module, type DynamicModule } from '@nestjs/common';
import { PageCursors } from '@accord/kernel/server';
import './abilities.js';
import type { IntakeKeys, SearchKeys } from './domain/audit-keys.js';
import { PatientVault } from './domain/patient-vault.js';
import { TakeIn } from './domain/take-in.js';
import { AccessCountsResolver } from './graphql/access-counts.resolver.js';
import { AccessLogResolver } from './graphql/access-log.resolver.js';
import { GatewayRefusalsResolver } from './graphql/gateway-refusals.resolver.js';
import { PatientSearchesResolver } from './graphql/patient-searches.resolver.js';
import { AccessDashboards } from './read-models/access-dashboard.js';
import { AccessEventCounts } from './read-models/access-event-counts.js';
import { AccessEvents } from './read-models/access-events.js';
import { RefusalsOfGateways } from './read-models/gateway-refusals.js';
import { MissingSequencesOfGateways } from './read-models/missing-sequences.js';
import { PatientSearchesReader } from './read-models/patient-searches.js';
import { AccessEventIntake } from './storage/access-event-intake.js';
import { AskPatientSearch } from './use-cases/ask-patient-search.js';
import { DeclinePatientSearch } from './use-cases/decline-patient-search.js';
import { GrantPatientSearch } from './use-cases/grant-patient-search.js';
import { IngestAccessEvents } from './use-cases/ingest-access-events.js';
import { NamePatient } from './use-cases/name-patient.js';
import { OpenAccessEvent } from './use-cases/open-access-event.js';
import { ReadAccessDashboard } from './use-cases/read-access-dashboard.js';
import { SearchAccessLog } from './use-cases/search-access-log.js';

/** A process gets the keys it needs and no others: only what takes events in holds the key they are sealed to. */
@Module({})
export class AccessLogModule {
  static forIntake(keys: IntakeKeys): DynamicModule {
    return {
      module: AccessLogModule,
      providers: [
        { provide: TakeIn, useValue: new TakeIn(keys.sealKey, new PatientVault(keys)) },
        AccessEventIntake, IngestAccessEvents, MissingSequencesOfGateways,
      ],
      exports: [IngestAccessEvents, MissingSequencesOfGateways],
    };
  }

  static forSearch(keys: SearchKeys): DynamicModule {
    return {
      module: AccessLogModule,
      providers: [
        { provide: PatientVault, useValue: new PatientVault(keys) },
        { provide: PageCursors, useValue: new PageCursors(keys.indexKey) },
        AccessEvents, AccessEventCounts, AccessDashboards, MissingSequencesOfGateways, PatientSearchesReader, SearchAccessLog, OpenAccessEvent, ReadAccessDashboard, NamePatient, AskPatientSearch,
        GrantPatientSearch, DeclinePatientSearch, RefusalsOfGateways, GatewayRefusalsResolver, AccessLogResolver, AccessCountsResolver, PatientSearchesResolver,
      ],
      exports: [SearchAccessLog, NamePatient, AccessEvents, MissingSequencesOfGateways],
    };
  }
}
