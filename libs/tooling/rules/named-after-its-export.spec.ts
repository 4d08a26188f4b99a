import rule from './named-after-its-export.mjs';
import { proves } from './rule-tester.js';

const folder = 'libs/agreements/src/server/use-cases';

proves('named-after-its-export', rule, {
  passes: [
    { name: 'a use-case', filename: `${folder}/verify-participation.ts`, code: 'export class VerifyParticipation {}' },
    { name: 'a module', filename: 'libs/agreements/src/server/agreements.module.ts', code: 'export class AgreementsModule {}' },
    { name: 'a narrower name', filename: 'apps/feed/src/server.ts', code: 'export function startFeedServer() {}' },
    { name: 'what a function says of it', filename: 'libs/evidence/src/server/domain/file-envelope.ts', code: 'export const envelopeFindings = () => [];' },
    { name: 'a family', filename: 'libs/agreements/src/server/domain/refusals.ts', code: 'export class SamePerson {} export class NotReady {}' },
    { name: 'a door', filename: 'libs/agreements/src/contract/index.ts', code: "export const anything = 1; export * from './x.js';" },
  ],
  refuses: [
    { name: 'a use-case under another name', filename: `${folder}/verify-participation.ts`, code: 'export class WithdrawParticipation {}', messageId: 'name' },
    { name: 'a name that says nothing', filename: `${folder}/things.ts`, code: 'export const participationMapping = 1;', messageId: 'name' },
  ],
});
