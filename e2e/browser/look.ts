import type { Person } from './person.js';

/** What axe finds on the page as it stands, and whether it scrolls sideways on a narrow screen; leaves pictures of both widths. */
export async function lookAt(person: Person, name: string): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const width of [1280, 320]) {
    await person.looks({ width });
    faults.push(...(await person.faults()).map((fault) => `${name} at ${width} px: ${fault}`));
    const over = await person.overflow();
    if (over > 0) faults.push(`${name} at ${width} px scrolls sideways by ${over} px`);
    await person.picture(`${name}-${width}`);
  }
  await person.looks({});
  return faults;
}
