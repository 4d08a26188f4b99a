export { CertificateAuthority } from '../state/certificates.js';
export { EXAMPLE_SIGN_INS } from '../example/example-sign-ins.js';
export { fillExample } from '../example/fill-example.js';
export { EXAMPLE_PEOPLE, type ExamplePerson } from '../example-people.js';
export { seedFirstStart } from '../first-start.js';
export { Installation, type InstallationOptions } from '../installation.js';
export { programsOf } from '../programs.js';
