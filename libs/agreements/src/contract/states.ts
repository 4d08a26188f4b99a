/** Design section 5. Expired is computed from dates, never stored. */
export type AgreementState = 'draft' | 'open' | 'closed' | 'ended' | 'discarded';
export type ParticipationState = 'invited' | 'signed' | 'declined' | 'rejected' | 'verified' | 'approved' | 'live' | 'suspended' | 'withdrawn';
export type PartState = 'invited' | 'accepted' | 'declined' | 'rejected' | 'verified' | 'approved' | 'live' | 'suspended' | 'left';
/** Of a later version that a part is asked to sign; the part keeps its own state meanwhile. Over: it took the place of what was signed before. */
export type RenewalState = 'invited' | 'signed' | 'accepted' | 'declined' | 'rejected' | 'verified' | 'approved' | 'over' | 'lapsed';

export type Side = 'provider' | 'consumer';
export type StopKind = 'suspension' | 'withdrawal' | 'leaving' | 'end';
export type ImposedSide = 'controller' | 'viewing-organisation' | 'privacy-officer' | 'staff';
export const PURPOSE_CLASSES = ['direct-care', 'secondary'] as const;
export type PurposeClass = (typeof PURPOSE_CLASSES)[number];
