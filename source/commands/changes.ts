import {RootFolder} from '../forensics/root-folder.js';
import {changes, changesAgainst} from '../views/saved-files.js';
import {defineCommand, type Options} from './command.js';
import {fieldNotes, file, namesOf} from './described.js';
import {withCheckpoint} from './open.js';
import {printContainerView} from './view-commands.js';
import {formatOption} from './view-options.js';

const options = {
	rootfs: {value: 'DIR', completes: 'directory', help: 'the root file system of the image, to tell added files from changed ones'},
	...formatOption,
} as const satisfies Options;

/** What the container changed in its files. */
export const changesCommand = defineCommand({
	name: changes.name, summary: changes.summary, operands: file, options,
	notes: fieldNotes([
		'An engine saves what was written, whether it was there before or not: with --rootfs, the',
		'column change says which, and differs in what: content, mode, owner, type or target.',
	].join('\n'), [...namesOf(changes.columns), 'differs']),
	examples: [
		['changes --format csv checkpoint.tar', 'what the container changed in its files, for a spreadsheet'],
		['changes --rootfs /mnt/image checkpoint.tar', 'which of them its image had, and in what they differ'],
	],
	load: async () => async ({operands, options: {rootfs, format}, terminal}) => withCheckpoint(operands[0]!, terminal, async checkpoint => printContainerView(changesAgainst(RootFolder.typed(rootfs)), checkpoint, format, terminal)),
});
