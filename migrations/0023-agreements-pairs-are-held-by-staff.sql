-- 0023-agreements-pairs-are-held-by-staff.sql
-- R5. A pair is let go by either side and held by nobody but staff, who take live, resume or cut over: what taking hold leaves out on purpose (a viewer
-- that was asked and has not agreed yet) is not held by one person of a party. Locks nothing.
CREATE POLICY pair_held_by_staff ON pair AS RESTRICTIVE FOR INSERT TO accord_api WITH CHECK ((SELECT accord_duty()) IN ('activation-officer', 'approver'));
