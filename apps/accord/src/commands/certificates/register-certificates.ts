import type { Command } from 'commander';
import { readSettings, type Said } from '../../config.js';
import type { IssueForConsumer, IssueForGateway } from './issue-certificate.js';

type Run = (work: () => Promise<number>) => Promise<void>;

const more = (value: string, before: readonly string[] = []): string[] => [...before, value];

/** `accord certificates ...`; what start need not load is loaded when it is asked for. */
export function registerCertificates(program: Command, run: Run, withHome: (command: Command) => Command): void {
  const certificates = program.command('certificates').description('client certificates of gateways and consumer systems, for development');
  const issue = certificates.command('issue').description('issue one from the development authority and register it; a second person confirms it');
  const common = (command: Command) => withHome(command).option('--days <number>', 'how long it is good for (90)').option('--out <path>', 'writes <path>.pem and <path>.key (below certs/ in the home folder)');
  const issuing = () => import('./issue-certificate.js');

  common(issue.command('gateway <code>')).description('for a new gateway; without a locality the next one of a gateway in force').option('--locality <code>', 'a locality a new one will serve; may be said again', more).option('--name <name>', 'what people call it (its code)')
    .action((code: string, said: Said & IssueForGateway) => run(async () => (await issuing()).issueForGateway(readSettings(said), code, said)));
  common(issue.command('consumer <odsCode>')).description('for a system of a viewing organisation; one that is registered under this name gets a further certificate').requiredOption('--system <name>', 'the name of the system')
    .action((odsCode: string, said: Said & IssueForConsumer) => run(async () => (await issuing()).issueForConsumer(readSettings(said), odsCode, said)));
}
