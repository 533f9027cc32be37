import type {eventfd_file_entry} from '../../criu/schema/messages.js';
import type {Resolution} from './resolution.js';

export function resolveEventfd(file: eventfd_file_entry): Resolution {
	return {type: 'eventfd', target: 'anon_inode:[eventfd]', details: [`count ${file.counter}`], flags: file.flags};
}
