import {compose} from '../../../checkpoint/compose.js';
import type {Process} from '../../../checkpoint/process.js';
import {shellName} from '../../history/shell-name.js';
import {baseName} from '../places.js';
import type {ProcessRule} from '../rule.js';

const streams = ['standard input', 'standard output', 'standard error'];

/** A shell that somebody drives over the network. */
export const socketShell: ProcessRule = {
	name: 'socket-shell',
	looksFor: 'shells whose standard streams are sockets',
	* inProcess(process) {
		if (!isShell(process)) {
			return;
		}

		const sockets = process.descriptors.filter(({fd, type}) => fd < streams.length && (type === 'inet' || type === 'unix'));
		const socket = sockets.find(({type}) => type === 'inet') ?? sockets[0];
		if (socket === undefined) {
			return;
		}

		const {fd, target, type} = socket;
		const evidence = compose(`${streams[fd]!} is `, socket.socket?.protocol ?? 'a socket', ' ', target);
		yield type === 'inet'
			? {severity: 'danger', evidence, fd, why: 'A shell that is connected like this is driven by somebody over the network.'}
			: {severity: 'notice', evidence, fd, why: 'Who is at the other end of the socket types into this shell; sshd and supervisors connect shells like this.'};
	},
};

/** BusyBox is many programs: which one, its first two arguments say. */
function isShell(process: Process): boolean {
	const name = shellName(process)?.name;
	return name !== undefined && (name !== 'busybox' || process.argv.strings.slice(0, 2).some(argument => /^-?(?:a?sh|bash)$/v.test(baseName(argument))));
}
