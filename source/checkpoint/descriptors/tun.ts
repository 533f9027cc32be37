import type {tunfile_entry} from '../../criu/schema/messages.js';
import {compose} from '../compose.js';
import type {Resolution} from './resolution.js';

export function resolveTun(file: tunfile_entry): Resolution {
	return {
		type: 'tun',
		target: '/dev/net/tun',
		details: [
			file.netdev === undefined ? 'without an interface' : compose('interface ', file.netdev),
			file.detached ? 'detached' : undefined,
		],
	};
}
