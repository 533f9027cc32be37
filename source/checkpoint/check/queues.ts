import type {EntryOf} from '../../criu/image.js';
import {compose, listed} from '../compose.js';
import {fileOf, type Dump} from './dump.js';
import {broken, type Observation} from './finding.js';
import {brokenFiles} from './open-files.js';

/**
What waited in pipes and sockets that no image describes, files on their way that none does, and pipes of which it is not said what waited in them.

@yields what it finds
*/
export function * queues(dump: Dump): Generator<Observation> {
	const {images, files} = dump;
	const pipes = new Set([...files.entries()].map(({pipe, fifo}) => (pipe ?? fifo)?.pipe_id));
	for (const name of ['pipes-data.img', 'fifo-data.img']) {
		const lost = images.entries(name, 'pipe_data_entry').filter(({message}) => !pipes.has(message.pipe_id));
		yield * tell(dump, name, 'no image describes the pipes of what waited in them', lost, ({pipe_id: id, bytes}) => `${bytes} bytes in pipe ${id}`);
	}

	yield * pipesWithoutQueue(dump);
	const packets = images.entries('sk-queues.img', 'sk_packet_entry');
	yield * tell(dump, 'sk-queues.img', 'no image describes the sockets of what waited for them', packets.filter(({message}) => !isSocket(dump, message.id_for)), ({id_for: id, length}) => `${length} bytes for file ${id}`);
	const carriers = packets.filter(({message}) => message.scm.flatMap(({rights}) => rights).some(id => files.entry(id) === undefined));
	yield * tell(dump, 'sk-queues.img', 'no image describes the open files that it carries', carriers, ({id_for: id}) => `a message for file ${id}`);
}

// CRIU writes an entry also for an empty pipe, of those that can be read from (criu/pipes.c, dump_one_pipe_data).
function pipesWithoutQueue(dump: Dump): Observation[] {
	const {images, files, endpoints} = dump;
	const told = new Set(['pipes-data.img', 'fifo-data.img'].flatMap(name => images.messages(name, 'pipe_data_entry')).map(entry => entry.pipe_id));
	const pipes = [...files.entries()].map(({pipe, fifo}) => pipe ?? fifo).filter(pipe => pipe !== undefined).filter(pipe => !told.has(pipe.pipe_id) && endpoints.pipe(pipe).readers.includes(pipe.id));
	return images.has('files.img') ? brokenFiles(dump, pipes, 'no image says what waited in pipes', ({id, pipe_id: pipe}) => `file ${id}, pipe ${pipe}`) : [];
}

function * tell<T extends 'pipe_data_entry' | 'sk_packet_entry'>(dump: Dump, name: string, what: string, entries: ReadonlyArray<EntryOf<T>>, text: (message: EntryOf<T>['message']) => string): Generator<Observation> {
	if (entries.length > 0) {
		yield broken(fileOf(dump, name), compose(`${what}: `, listed(entries.map(({message}) => text(message)))), {offset: entries[0]!.position});
	}
}

function isSocket({files}: Dump, id: number): boolean {
	const {usk, isk, psk, nlsk} = files.entry(id) ?? {};
	return (usk ?? isk ?? psk ?? nlsk) !== undefined;
}
