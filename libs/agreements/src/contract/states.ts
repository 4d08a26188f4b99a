/** Design section 5. Expired is computed from dates, never stored. */
export type AgreementState = 'draft' | 'open' | 'closed' | 'ended' | 'discarded';
export type ParticipationState = 'invited' | 'signed' | 'declined' | 'rejected' | 'verified' | 'approved' | 'live' | 'suspended' | 'withdrawn';
export type PartState = 'invited' | 'accepted' | 'declined' | 'rejected' | 'verified' | 'approved' | 'live' | 'suspended' | 'left';

export type Side = 'provider' | 'consumer';
export type StopKind = 'suspension' | 'withdrawal' | 'leaving' | 'end';
export type ImposedSide = 'controller' | 'viewing-organisation' | 'privacy-officer' | 'staff' | 'gate';
export const PURPOSE_CLASSES = ['direct-care', 'secondary'] as const;
export type PurposeClass = (typeof PURPOSE_CLASSES)[number];
