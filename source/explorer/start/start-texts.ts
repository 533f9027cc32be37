import path from 'node:path';
import type {InputError} from '../../archive/byte-source.js';
import type {NodeCheckpoint} from '../../checkpoint/node-checkpoints.js';
import {Untrusted} from '../../text/untrusted.js';
import {fit, fitPath, widthOf} from '../../text/fit.js';
import type {Message} from '../state.js';
import type {Opening} from './use-opening.js';

// What the footer's keys need beside a message.
const keysWidth = 36;
const leastName = 16;

/** How many there are, and how many of them are none after all. */
export function countText(checkpoints: readonly NodeCheckpoint[]): string {
	const damaged = checkpoints.filter(({problem}) => problem !== undefined).length;
	const good = checkpoints.length - damaged;
	return `${good} ${good === 1 ? 'checkpoint' : 'checkpoints'} on this node${damaged === 0 ? '' : `, and ${damaged} that can't be opened`}`;
}

/** Where a checkpoint is, and why it can't be opened, in `width` cells. */
export function placeText({path: file, problem}: NodeCheckpoint, width: number, ellipsis: string): string {
	return problem ? complaintText(problem, width, ellipsis) : fitPath(Untrusted.from(file).toString(), width, ellipsis);
}

/** What the footer says of the checkpoint that is being opened. */
export function openingMessage(state: Opening['state'], width: number, ellipsis: string): Message | undefined {
	switch (state.kind) {
		case 'idle': {
			return undefined;
		}

		case 'opening': {
			const name = Untrusted.from(path.basename(state.path)).toString();
			const read = state.percent === undefined ? '' : `, ${state.percent} % read`;
			const room = Math.max(leastName, width - keysWidth - widthOf(read));
			return {text: `opening ${widthOf(name) > room ? fit(name, room, ellipsis) : name}${read}`, tone: 'plain'};
		}

		case 'failed': {
			return {text: complaintText(state.error, width - 2, ellipsis), tone: 'danger'};
		}
	}
}

/** The end of the path gives way to the reason. */
function complaintText({file, message}: InputError, width: number, ellipsis: string): string {
	const reason = message.slice(file.length);
	const room = Math.max(leastName, width - widthOf(reason));
	return (widthOf(file) > room ? fitPath(file, room, ellipsis).trimEnd() : file) + reason;
}
