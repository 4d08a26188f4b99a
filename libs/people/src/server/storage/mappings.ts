import { EntitySchema } from 'typeorm';
import { Authority } from '../domain/authority.js';
import { DutyGrant } from '../domain/duty-grant.js';
import { Person } from '../domain/person.js';
import { intervalColumn } from './interval-column.js';

export const personMapping = new EntitySchema<Person>({
  name: 'Person', target: Person, tableName: 'person',
  columns: {
    id: { type: 'uuid', primary: true },
    name: { type: 'text' },
    email: { type: 'text', nullable: true },
    invitedBy: { type: 'uuid', name: 'invited_by', nullable: true },
    recordedAt: { type: 'timestamptz', name: 'recorded_at' },
    disabledAt: { type: 'timestamptz', name: 'disabled_at', nullable: true },
    version: { type: 'integer' },
  },
});

export const dutyGrantMapping = new EntitySchema<DutyGrant>({
  name: 'DutyGrant', target: DutyGrant, tableName: 'duty_grant',
  columns: {
    id: { type: 'uuid', primary: true },
    personId: { type: 'uuid', name: 'person_id' },
    duty: { type: 'text' },
    odsCode: { type: 'text', name: 'ods_code', nullable: true },
    during: { type: 'tstzrange', transformer: intervalColumn },
    proposedBy: { type: 'uuid', name: 'granted_by', nullable: true },
    proposedAt: { type: 'timestamptz', name: 'granted_at' },
    confirmedBy: { type: 'uuid', name: 'confirmed_by', nullable: true },
    confirmedAt: { type: 'timestamptz', name: 'confirmed_at', nullable: true },
    endedBy: { type: 'uuid', name: 'ended_by', nullable: true },
    endedAt: { type: 'timestamptz', name: 'ended_at', nullable: true },
    installationSlot: { type: 'integer', name: 'installation_slot', nullable: true },
    version: { type: 'integer' },
  },
});

export const authorityMapping = new EntitySchema<Authority>({
  name: 'Authority', target: Authority, tableName: 'authority',
  columns: {
    id: { type: 'uuid', primary: true },
    odsCode: { type: 'text', name: 'ods_code' },
    personId: { type: 'uuid', name: 'person_id' },
    roleTitle: { type: 'text', name: 'role_title' },
    during: { type: 'tstzrange', transformer: intervalColumn },
    recordedBy: { type: 'uuid', name: 'recorded_by' },
    recordedAt: { type: 'timestamptz', name: 'recorded_at' },
    confirmedBy: { type: 'uuid', name: 'confirmed_by', nullable: true },
    confirmedAt: { type: 'timestamptz', name: 'confirmed_at', nullable: true },
    endedBy: { type: 'uuid', name: 'ended_by', nullable: true },
    endedAt: { type: 'timestamptz', name: 'ended_at', nullable: true },
    version: { type: 'integer' },
  },
});

export const peopleMappings = [personMapping, dutyGrantMapping, authorityMapping];
