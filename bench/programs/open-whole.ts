import {openCheckpoint} from '../../source/checkpoint/checkpoint.js';

// Opens a checkpoint as the explorer does, and ends when all of it is there.
const checkpoint = await openCheckpoint(process.argv[2]!);
await checkpoint.archive.whenComplete();
checkpoint.close();
