import namedAfterItsExport from './named-after-its-export.mjs';
import noBareError from './no-bare-error.mjs';
import noClockButClock from './no-clock-but-clock.mjs';
import noLonelyTest from './no-lonely-test.mjs';
import noProcessEnv from './no-process-env.mjs';
import noSqlClock from './no-sql-clock.mjs';
import readModelsOnlyRead from './read-models-only-read.mjs';
import roomsAndDoors from './rooms-and-doors.mjs';
import statesWhoMayCall from './states-who-may-call.mjs';

export default {
  meta: { name: 'accord' },
  rules: {
    'named-after-its-export': namedAfterItsExport,
    'no-bare-error': noBareError,
    'no-clock-but-clock': noClockButClock,
    'no-lonely-test': noLonelyTest,
    'no-process-env': noProcessEnv,
    'no-sql-clock': noSqlClock,
    'read-models-only-read': readModelsOnlyRead,
    'rooms-and-doors': roomsAndDoors,
    'states-who-may-call': statesWhoMayCall,
  },
};
