import type {Options} from './command.js';

/** Options of the program where no command is given. */
export const programOptions = {
	mouse: {help: 'report the mouse: the wheel scrolls, a click focuses; Shift selects text'},
	bookmarks: {value: 'BOOKMARKS', completes: 'file', help: 'begin with the bookmarks of this file, which the explorer saved'},
	yara: {value: 'RULES', completes: 'file', isRepeatable: true, help: 'look by the YARA rules of this file too: Findings tells what they match'},
	rootfs: {value: 'DIR', completes: 'directory', help: 'the root file system of the image: Changes tells what was added, and cores have its files'},
	help: {help: 'show this'},
	version: {help: 'show the version'},
} as const satisfies Options;
