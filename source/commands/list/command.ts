import {defineCommand} from '../command.js';
import {formatOption} from '../view-options.js';

/** The checkpoints in some folders, as a command. */
export const list = defineCommand({
	name: 'list',
	summary: 'The checkpoints of this node, or of the folders given: the newest first.',
	operands: {usage: '[FOLDER...]', least: 0, most: Infinity, completes: 'directory'},
	options: formatOption,
	notes: `
Without a folder it looks where the kubelet and Podman keep checkpoints. What is a
checkpoint is found by content, whatever its name, one level deep. A file that can't
be opened is complained of and left out, which is no failure; a folder that can't be
read is one.`.slice(1),
	examples: [
		['list', 'the checkpoints of this node'],
		['list --format json /backup /mnt/checkpoints', 'those in two folders, for a program'],
	],
	load: async () => (await import('./run.js')).run,
});
