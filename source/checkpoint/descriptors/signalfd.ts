import type {signalfd_entry} from '../../criu/schema/messages.js';
import {signalNames} from '../signals.js';
import type {Resolution, Scope} from './resolution.js';

export function resolveSignalfd(file: signalfd_entry, {machine}: Scope): Resolution {
	const names = signalNames(file.sigmask, machine());
	return {type: 'signalfd', target: 'anon_inode:[signalfd]', details: [names.length === 0 ? 'no signal' : names.join(' ')], flags: file.flags};
}
