import type {bpfmap_file_entry} from '../../criu/schema/messages.js';
import {compose, counted} from '../compose.js';
import type {Resolution} from './resolution.js';

// enum bpf_map_type of include/uapi/linux/bpf.h
const mapTypes = ['unspecified', 'hash', 'array', 'program array', 'perf event array', 'per-CPU hash', 'per-CPU array', 'stack trace', 'cgroup array', 'LRU hash', 'LRU per-CPU hash', 'LPM trie', 'array of maps', 'hash of maps'];

export function resolveBpfMap(file: bpfmap_file_entry): Resolution {
	return {
		type: 'bpf',
		target: 'anon_inode:bpf-map',
		details: [
			compose(`${mapTypes[file.map_type] ?? `type ${file.map_type}`} map ${file.map_id} `, file.map_name),
			`keys of ${counted(file.key_size, 'byte')}, values of ${counted(file.value_size, 'byte')}`,
			`at most ${counted(file.max_entries, 'entry').replace('entrys', 'entries')}`,
			file.frozen ? 'frozen' : undefined,
		],
		flags: file.flags,
		position: file.pos,
	};
}
