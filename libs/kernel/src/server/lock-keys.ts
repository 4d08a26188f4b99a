/**
 * Every advisory lock of the database, in one list: two purposes under one key would make an import hold up a withdrawal. Transactions
 * of one purpose wait for each other; those of two never do.
 */
export const LOCK_KEYS = {
  migrating: 7_241_001,
  /** Seeds `hashtextextended`, so that each consumer has a lock of its own. */
  viewSetOfConsumer: 7_241_004,
  /** Seeds `hashtextextended`, so that each locality has a lock of its own. */
  pairsOfLocality: 7_241_005,
  /** Taken inside the database, by `access_event_month`. */
  accessEventMonth: 7_241_010,
  publishing: 7_241_020,
  directoryImport: 7_241_021,
  /** Holders of offline keys who sign the same emergency. */
  keyHolders: 7_241_025,
  /** Whoever takes an administrator away: two at once would leave none. */
  administrators: 7_241_022,
  /** Whoever may widen what is seen, and is bound to what they were shown: each looks at what the one before has left. */
  boundToImpact: 7_241_024,
  /** Seeds `hashtextextended`: mail to one person is decided on, and sent, by one worker at a time. */
  remindersOfPerson: 7_241_023,
  /** Specs that grow the migrated template; on a server for specs only. */
  specTemplate: 7_241_900,
} as const;
