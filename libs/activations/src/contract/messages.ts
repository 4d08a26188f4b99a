import { defineMessages } from '@accord/kernel';

defineMessages({
  GATE_FAILING: '{odsCode} is not ready: {gates}.',
  NOTHING_READY: 'Nothing of this activation is ready to go live: {gates}.',
  NOT_AS_SHOWN: 'What you saw is not what stands now. Look at the activation again before you decide.',
  NOTHING_TO_ACTIVATE: 'No verified participation or part is there to activate.',
  ACTIVATION_NOT_READY: 'This activation is {state}.',
  FACT_SETTLED: 'This fact is {state} already.',
  GATE_HOSTING: 'clinical system hosted centrally or streaming',
  GATE_OPEN: 'organisation open',
  GATE_EVIDENCE: 'evidence verified',
  GATE_ACCESSION: 'accession declaration approved',
  GATE_ASSURANCE: 'data-protection assurance approved',
  GATE_CERTIFICATE: 'current certificate',
  GATE_ROLE_PROFILES: 'role profiles complete',
  GATE_CONSENT: 'consent-to-view setting complete',
  GATE_RELATIONSHIP: 'legitimate-relationship setting complete',
  GATE_MESH: 'MESH question set approved',
});
