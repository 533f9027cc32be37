import {beginOpening} from '../../source/explorer/begin-opening.js';

// Opens a checkpoint as the explorer does, and says so when all of it is there.
const checkpoint = await beginOpening(process.argv[2]!).checkpoint;
await checkpoint.archive.whenComplete();
process.stdout.write('ready\n');
checkpoint.close();
