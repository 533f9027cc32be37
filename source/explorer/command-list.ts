import type {ActionRouter} from './input/action-router.js';
import {bindingsOf, keyLabel, type KeyContext} from './keymap.js';
import type {Pane, Services, Subject} from './pane.js';

/** Something that can be asked for by name. */
export type Command = {
	readonly name: string;
	readonly help: string;
	/** Its key, if it has one. */
	readonly key: string;
	run(): void;
};

/** What can be done now, by name: every action with a name that something answers to, and every tab. */
export function availableCommands(router: ActionRouter, panes: Readonly<Record<Subject, readonly Pane[]>>, services: Services): Command[] {
	const actions = router.activeInPanes().filter(binding => binding.command !== undefined).map((binding): Command => ({
		name: binding.command!,
		help: binding.help,
		key: binding.keys[0] === undefined ? '' : keyLabel(binding.keys[0]),
		run() {
			router.perform(binding.action);
		},
	}));
	const tabs = (Object.entries(panes) as Array<[Subject, readonly Pane[]]>).flatMap(([subject, list]) => list.map((pane, index): Command => ({
		name: subject === 'process' ? pane.id : `container ${pane.id}`,
		help: `Show ${pane.title.toLowerCase()} of the ${subject}.`,
		key: String(index + 1),
		run() {
			services.visit({subject, tab: pane.id});
		},
	})));
	return [...actions, ...tabs];
}

/** The commands that `text` may be the start of; best first: those that start with it, then those that hold it. */
export function matchCommands(commands: readonly Command[], text: string): Command[] {
	const wanted = text.trim().toLowerCase();
	return [
		...commands.filter(command => command.name.startsWith(wanted)),
		...commands.filter(command => !command.name.startsWith(wanted) && command.name.includes(wanted)),
	];
}

const places: ReadonlyArray<readonly [KeyContext, string]> = [['tree', 'in the process tree'], ['list', 'in lists and tables'], ['hex', 'in Hex'], ['content', 'where contents are viewed']];

/** Where the command works that `text` is the start of, for a person who asks for it where nothing answers to it: `fold works in the process tree`. */
export function whereElse(text: string): string | undefined {
	const wanted = text.trim().toLowerCase();
	const known = places.flatMap(([context, place]) => bindingsOf(context).flatMap(({command}) => command === undefined ? [] : [{command, place}]));
	const name = wanted === '' ? undefined : known.find(({command}) => command.startsWith(wanted))?.command;
	return name === undefined ? undefined : `${name} works ${known.filter(({command}) => command === name).map(({place}) => place).join(' and ')}`;
}

/** What is typed where a command is expected, but is none: an address in hexadecimal, or a process. */
export type Destination = {readonly address: bigint} | {readonly pid: number};

export function parseDestination(text: string): Destination | undefined {
	const address = /^(?:0x)?(?<digits>[\da-f]{1,16})$/i.exec(text.trim())?.groups?.digits;
	if (address !== undefined) {
		return {address: BigInt(`0x${address}`)};
	}

	const pid = /^pid\s+(?<digits>\d{1,10})$/.exec(text.trim())?.groups?.digits;
	return pid === undefined ? undefined : {pid: Number(pid)};
}
