const DOORS = new Set(['.', './server', './admin', './testing']);

/**
 * The boundary rule knows projects by their tags: what has no tag, a wrong one, or is missing from the graph would be fenced by
 * nothing or by somebody else's fence. Takes the folders on disk and the nodes of the project graph.
 */
export function projectFaults(folders, nodes) {
  const byRoot = new Map(nodes.map((node) => [node.data.root, node]));
  return folders.flatMap((path) => {
    const [top, name] = path.split('/');
    const node = byRoot.get(path);
    if (node === undefined) return [{ path, message: 'The project graph does not know this project.' }];
    const expected = top === 'apps' ? `app:${name}` : `capability:${name}`;
    const tags = (node.data.tags ?? []).filter((tag) => !tag.startsWith('npm:'));
    const faults = [];
    if (tags.length !== 1 || tags[0] !== expected) faults.push({ path, message: `Its tags are [${tags.join(', ')}]; they have to be [${expected}].` });
    const called = top === 'apps' ? `@accord/app-${name}` : `@accord/${name}`;
    if (node.name !== called) faults.push({ path, message: `It is called '${node.name}'; it has to be '${called}'.` });
    const doors = Object.keys(node.data.metadata?.js?.packageExports ?? {});
    if (doors.length === 0) faults.push({ path, message: 'It exports nothing, so the boundary rule cannot see who imports it.' });
    for (const door of doors) if (!DOORS.has(door)) faults.push({ path, message: `'${door}' is no door: only ${[...DOORS].join(', ')} are.` });
    return faults;
  });
}
