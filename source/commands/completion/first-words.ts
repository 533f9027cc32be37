import type {Command} from '../command.js';

/** What a command line begins with: a command, or the first word of several. */
export type FirstWord = {
	readonly word: string;
	readonly summary: string;
	/** The command of this name; undefined where another word must follow. */
	readonly command?: Command;
	/** By second words. */
	readonly group: ReadonlyMap<string, Command>;
};

/** The first words of all commands, in their order. */
export function firstWords(commands: readonly Command[]): FirstWord[] {
	const words = [...new Set(commands.map(({name}) => name.split(' ', 1)[0]!))];
	return words.map(word => {
		const command = commands.find(({name}) => name === word);
		const group = new Map(commands.filter(({name}) => name.startsWith(`${word} `)).map(found => [found.name.slice(word.length + 1), found]));
		return {word, summary: command?.summary ?? `${[...group.keys()].join(', ')}.`, group, ...(command && {command})};
	});
}
