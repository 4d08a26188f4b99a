// All that @nestjs/graphql takes of es-toolkit. Its own door leads through two hundred files, which Jest would read anew for each spec.
export { flatten } from '../../node_modules/es-toolkit/dist/array/flatten.mjs';
export { head } from '../../node_modules/es-toolkit/dist/array/head.mjs';
export { identity } from '../../node_modules/es-toolkit/dist/function/identity.mjs';
export { isEqual } from '../../node_modules/es-toolkit/dist/predicate/isEqual.mjs';
export { upperFirst } from '../../node_modules/es-toolkit/dist/string/upperFirst.mjs';
