import type {tty_info_entry} from '../../../criu/schema/messages.js';
import {fileOf, type Dump} from '../dump.js';
import {needs, type Observation} from '../finding.js';

const pty = 1;
const externalTerminal = 5;

// Device numbers as stat(2) has them: /dev/ptmx, and the masters of UNIX 98.
const ptmx = 0x05_02;
const firstMaster = 128;
const firstSlave = 136;

/**
A session that was started by a shell outside of the dump, and terminals whose other side is outside.

@yields what it finds
*/
export function * shellJob(dump: Dump): Generator<Observation> {
	const [root] = dump.tasks;
	if (root?.ppid === 0 && root.sid !== root.pid) {
		yield needs(fileOf(dump, 'pstree.img'), `--shell-job: process ${root.pid} is in session ${root.sid}, whose leader is outside of the dump`, {pid: root.pid});
	}

	const terminals = dump.images.entries('tty-info.img', 'tty_info_entry');
	for (const {message, position: offset} of terminals) {
		if (message.type === externalTerminal) {
			yield needs(fileOf(dump, 'tty-info.img'), `--inherit-fd: terminal ${message.id} is handed over from outside of the dump`, {offset});
		} else if (isSlave(message) && terminals.every(other => !isMasterOf(other.message, message))) {
			yield needs(fileOf(dump, 'tty-info.img'), `--shell-job or --orphan-pts-master: the other side of /dev/pts/${message.pty?.index} is outside of the dump`, {offset});
		}
	}
}

// One that was hung up, which has no settings left, is restored without its other side.
function isSlave({type, rdev, termios}: tty_info_entry): boolean {
	return type === pty && rdev >>> 8 >= firstSlave && termios !== undefined;
}

function isMasterOf({type, rdev, pty: own}: tty_info_entry, slave: tty_info_entry): boolean {
	const major = rdev >>> 8;
	return type === pty && own?.index === slave.pty?.index && (rdev === ptmx || (major >= firstMaster && major < firstSlave));
}
