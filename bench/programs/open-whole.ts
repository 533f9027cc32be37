import {openCheckpoint} from '../../source/checkpoint/checkpoint.js';

// Opens a checkpoint as the explorer does, and says so when all of it is there.
const checkpoint = await openCheckpoint(process.argv[2]!);
await checkpoint.archive.whenComplete();
process.stdout.write('ready\n');
checkpoint.close();
