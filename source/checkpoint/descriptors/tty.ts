import type {tty_file_entry, tty_info_entry} from '../../criu/schema/messages.js';
import type {Resolution, Scope} from './resolution.js';

const pty = 1;
const types = ['unknown terminal', 'pseudo-terminal', 'console', 'virtual terminal', 'current terminal', 'external terminal', 'serial line'];

export function resolveTty(file: tty_file_entry, {endpoints, files}: Scope): Resolution {
	const info = endpoints.terminal(file.tty_info_id);
	const named = file.regf_id === undefined ? undefined : files.reference(file.regf_id);
	return {
		type: 'tty',
		target: named?.path ?? fallbackName(info),
		details: info === undefined ? [`tty-info.img has no entry ${file.tty_info_id}`] : describe(info),
		deleted: named === undefined ? false : named.deleted,
		flags: file.flags,
	};
}

function fallbackName(info: tty_info_entry | undefined): string {
	return info?.type === pty && info.pty !== undefined ? `/dev/pts/${info.pty.index}` : 'tty';
}

function describe({type, pty: pair, sid, pgrp, winsize, exclusive, packet_mode: packets}: tty_info_entry): Resolution['details'] {
	return [
		`${types[type] ?? `terminal of type ${type}`}${pair === undefined ? '' : ` ${pair.index}`}`,
		sid === 0 ? undefined : `session ${sid}`,
		pgrp === 0 ? undefined : `foreground group ${pgrp}`,
		winsize === undefined ? undefined : `${winsize.ws_col}x${winsize.ws_row}`,
		exclusive ? 'exclusive' : undefined,
		packets ? 'packet mode' : undefined,
	];
}
