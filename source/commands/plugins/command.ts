import {defineCommand} from '../command.js';
import {formatOption} from '../view-options.js';

export const pluginCommand = defineCommand({
	name: 'plugin list', summary: 'List the plugins: programs cryoscope-NAME on the PATH.',
	operands: {usage: '', least: 0, most: 0}, options: formatOption,
	notes: [
		'cryoscope NAME runs a plugin, with the arguments behind NAME. The first one on the PATH',
		'counts; commands of cryoscope come before plugins, and so does a file called NAME, which',
		'is opened. No plugin is run, nor looked for, unless it is asked for.',
	].join('\n'),
	examples: [['plugin list', 'the plugins, by name and path']],
	load: async () => (await import('./list.js')).list,
});
