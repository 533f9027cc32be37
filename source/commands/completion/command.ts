import {defineCommand} from '../command.js';

export const shells = ['bash', 'zsh', 'fish'] as const;

export const completionCommand = defineCommand({
	name: 'completion', summary: 'Write what makes a shell complete commands, options and values.',
	operands: {usage: shells.join('|'), least: 1, most: 1, words: shells},
	options: {},
	examples: [
		['completion bash >> ~/.bashrc', 'bash completes from now on; also as ~/.local/share/bash-completion/completions/cryoscope'],
		['completion zsh > ~/.zfunc/_cryoscope', 'any folder of $fpath'],
		['completion fish > ~/.config/fish/completions/cryoscope.fish', 'loaded when it is needed'],
	],
	load: async () => (await import('./completion.js')).completion,
});
