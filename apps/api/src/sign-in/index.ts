export { registerSignIn, type SignIn, type SignInDeps } from './register-sign-in.js';
export { USUAL_SIGN_IN, type SignInSettings } from './settings.js';
