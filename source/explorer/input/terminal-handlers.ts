import type {Terminal} from '../terminal/terminal.js';
import type {Handlers} from './action-router.js';

/** Handlers of the keys that are meant for the terminal, whatever is on screen. */
export function terminalHandlers(terminal: Terminal): Handlers {
	return {
		quit() {
			terminal.leave(0);
		},
		interrupt() {
			terminal.leave(130);
		},
		suspend: terminal.suspend,
		redraw: terminal.redraw,
	};
}
