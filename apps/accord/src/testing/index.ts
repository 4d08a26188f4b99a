export { EXAMPLE_PEOPLE, type ExamplePerson } from '../example-people.js';
export { seedFirstStart } from '../first-start.js';
export { Installation, type InstallationOptions } from '../installation.js';
