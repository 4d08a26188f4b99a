/** What an installation is, told to the process from outside. */
export class InstallationFacts {
  /** @param isExample its people and organisations are invented */
  constructor(readonly isExample: boolean) {}
}
