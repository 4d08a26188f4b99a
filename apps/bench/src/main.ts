import { type Bench, BenchFault, type Measured } from './bench.js';
import { campaignExecute } from './benches/campaign-execute.js';
import { campaignPreview } from './benches/campaign-preview.js';
import { enforcementAgree } from './benches/enforcement-agree.js';
import { enforcementDecide } from './benches/enforcement-decide.js';
import { enforcementDecideCasl } from './benches/enforcement-decide-casl.js';
import { enforcementDecideCedar } from './benches/enforcement-decide-cedar.js';
import { enforcementDecideSql } from './benches/enforcement-decide-sql.js';
import { enforcementLoad } from './benches/enforcement-load.js';
import { enforcementMemory } from './benches/enforcement-memory.js';
import { enforcementScale } from './benches/enforcement-scale.js';
import { graphqlList } from './benches/graphql-list.js';
import { publicationCompile } from './benches/publication-compile.js';
import { publicationReach50 } from './benches/publication-reach50.js';
import { publicationReach50Busy } from './benches/publication-reach50-busy.js';
import { publicationRecompile } from './benches/publication-recompile.js';
import { publicationSize } from './benches/publication-size.js';
import { type Choice, chosenBenches } from './chosen-benches.js';
import { jsonLine, readableLines } from './report.js';

const ALL: readonly Bench[] = [
  enforcementMemory, enforcementDecide, enforcementDecideCasl, enforcementDecideCedar, enforcementDecideSql, enforcementScale, enforcementLoad, enforcementAgree,
  publicationSize, publicationCompile, publicationRecompile, publicationReach50, publicationReach50Busy, graphqlList, campaignPreview, campaignExecute,
];

async function measure(bench: Bench, json: boolean): Promise<boolean> {
  let measured: Measured;
  try {
    // What goes on is said beside the results, which may be read by a program.
    measured = await bench.run((line) => console.error(`${bench.name}: ${line}`));
  } catch (error) {
    console.error(`${bench.name} did not run: ${error instanceof BenchFault ? error.message : (error as Error).stack}`);
    return false;
  }
  console.log(json ? jsonLine(bench, measured) : `${readableLines(bench, measured).join('\n')}\n`);
  return true;
}

function choice(): Choice | null {
  try {
    return chosenBenches(process.argv.slice(2), ALL);
  } catch (error) {
    if (!(error instanceof BenchFault)) throw error;
    console.error(error.message);
    return null;
  }
}

const chosen = choice();
let allRan = chosen !== null;
for (const bench of chosen?.benches ?? []) allRan = (await measure(bench, chosen?.json === true)) && allRan;
process.exitCode = allRan ? 0 : 1;
