/** Where one signs in, with the stronger credential if asked, and comes back to the page one is on. */
export function signInAddress(strong = false, returnTo = `${window.location.pathname}${window.location.search}`): string {
  const query = new URLSearchParams({ return_to: returnTo, ...(strong ? { acr: 'AAL3_ANY' } : {}) });
  return `/auth/sign-in?${query.toString()}`;
}
