import type {Dump} from './dump.js';
import type {Observation} from './finding.js';
import {brokenFiles} from './open-files.js';

/** UNIX sockets whose other side no image describes; one outside of the dump has an entry too, which says so. */
export function unixPeers(dump: Dump): Observation[] {
	const {files, endpoints} = dump;
	const lost = [...files.entries().flatMap(({usk}) => usk === undefined || usk.peer === 0 || endpoints.unixSocket(usk.peer) !== undefined ? [] : [usk])];
	return brokenFiles(dump, lost, 'no image describes the other side of UNIX sockets', ({id, ino, peer}) => `file ${id}, socket ${ino}, is connected to ${peer}`);
}
