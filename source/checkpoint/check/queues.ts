import type {EntryOf} from '../../criu/image.js';
import {compose, listed} from '../compose.js';
import {fileOf, type Dump} from './dump.js';
import {broken, type Observation} from './finding.js';

/**
What waited in pipes and sockets that no image describes, and files on their way that none does.

@yields what it finds
*/
export function * queues(dump: Dump): Generator<Observation> {
	const {images, files} = dump;
	const pipes = new Set([...files.entries()].map(({pipe, fifo}) => (pipe ?? fifo)?.pipe_id));
	for (const name of ['pipes-data.img', 'fifo-data.img']) {
		const lost = images.entries(name, 'pipe_data_entry').filter(({message}) => !pipes.has(message.pipe_id));
		yield * tell(dump, name, 'no image describes the pipes of what waited in them', lost, ({pipe_id: id, bytes}) => `${bytes} bytes in pipe ${id}`);
	}

	const packets = images.entries('sk-queues.img', 'sk_packet_entry');
	yield * tell(dump, 'sk-queues.img', 'no image describes the sockets of what waited for them', packets.filter(({message}) => !isSocket(dump, message.id_for)), ({id_for: id, length}) => `${length} bytes for file ${id}`);
	const carriers = packets.filter(({message}) => message.scm.flatMap(({rights}) => rights).some(id => files.entry(id) === undefined));
	yield * tell(dump, 'sk-queues.img', 'no image describes the open files that it carries', carriers, ({id_for: id}) => `a message for file ${id}`);
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
