/** What a certificate of the feed is for: it presents one, judges by the authority's, and those of two others may fetch everything. */
export type FeedPurpose = 'server' | 'authority' | 'publisher' | 'reconciler';
