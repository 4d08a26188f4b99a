// This file is understood by every Node that knows modules, and loads nothing until the version has been looked at.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Accord needs Node 20.19 or newer; this is ${process.version}.`);
  process.exitCode = 1;
} else {
  import('./command-line.js').then(({ runCommandLine }) => runCommandLine(process.argv)).catch((fault) => {
    console.error(fault);
    process.exitCode = 1;
  });
}

export {};
