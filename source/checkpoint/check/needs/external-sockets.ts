import {compose, counted, listed} from '../../compose.js';
import {nameOf} from '../../descriptors/unix.js';
import type {Dump} from '../dump.js';
import {needs, type Observation} from '../finding.js';
import {placeOf} from '../open-files.js';

// USK_EXTERN and USK_INHERIT of criu/include/sockets.h.
const external = 1;
const inherited = 8;

/**
UNIX sockets whose other side is outside of the dump, or that are to be handed over.

@yields what it finds
*/
export function * externalSockets(dump: Dump): Generator<Observation> {
	const sockets = [...dump.files.entries()].flatMap(({usk}) => usk === undefined ? [] : [usk]);
	for (const [flag, option] of [[external, '--ext-unix-sk'], [inherited, '--inherit-fd']] as const) {
		const found = sockets.filter(({uflags}) => (uflags & flag) !== 0);
		if (found.length > 0) {
			const names = found.map(socket => nameOf(socket) ?? `socket:[${socket.ino}]`);
			yield needs(placeOf(dump, found[0]!.id).file, compose(`${option}: ${counted(found.length, 'UNIX socket')} of processes outside of the dump, `, listed(names)));
		}
	}
}
