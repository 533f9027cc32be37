import type {Dump} from './dump.js';
import type {Observation} from './finding.js';
import {brokenFiles} from './open-files.js';

/** Terminals that tty-info.img does not have. */
export function terminals(dump: Dump): Observation[] {
	const {files, endpoints} = dump;
	const lost = [...files.entries().flatMap(({tty}) => tty === undefined || endpoints.terminal(tty.tty_info_id) !== undefined ? [] : [tty])];
	return brokenFiles(dump, lost, 'tty-info.img does not have the terminals that are open', ({id, tty_info_id: terminal}) => `file ${id} is terminal ${terminal}`);
}
