import {once} from 'node:events';
import type {ReactNode} from 'react';
import {render, useApp, type SuspendTerminal} from 'ink';
import {RowPainterProvider} from '../row-painter.js';
import {clipboardSequence} from './clipboard.js';
import {Compositor} from './compositor.js';
import {Mouse} from './mouse.js';
import {splitStdin, type MouseReport} from './split-stdin.js';
import type {Terminal} from './terminal.js';

const signals: ReadonlyArray<readonly [NodeJS.Signals, number]> = [['SIGHUP', 1], ['SIGINT', 2], ['SIGTERM', 15]];

/**
Shows what `draw` makes on the whole screen until it is left; returns the exit code.

Whatever ends the program (a key, a signal, an error of ours), the terminal is put back as it was first, and an error is printed after that, where it can be read.
*/
export async function runInTerminal(draw: (terminal: Terminal) => ReactNode, {mouse: usesMouse}: {readonly mouse: boolean}): Promise<number> {
	const listeners = new Set<(report: MouseReport) => void>();
	const mouse = new Mouse(process.stdout.fd);
	const {stdin, detach} = splitStdin(process.stdin, report => {
		for (const listener of listeners) {
			listener(report);
		}
	});

	let suspendTerminal: SuspendTerminal | undefined;
	let exitCode = 0;
	let failure: unknown;
	const handOver = async (action: () => void | Promise<void>) => {
		const takeBack = mouse.release();
		// Nothing else holds the process while its input is released.
		const hold = setInterval(() => undefined, 0x7F_FF_FF_FF);
		await suspendTerminal?.(async () => {
			await action();
			await readSize();
		});
		clearInterval(hold);
		takeBack();
	};

	const terminal: Terminal = {
		leave(code) {
			exitCode = code;
			instance.unmount();
		},
		fail(error) {
			failure = error;
			instance.unmount();
		},
		suspend() {
			void handOver(stopProcess);
		},
		redraw() {
			void handOver(() => undefined);
		},
		toggleMouse() {
			mouse.set(!mouse.on);
			return mouse.on;
		},
		onMouse(listener) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
		copy(text) {
			process.stdout.write(clipboardSequence(text));
		},
	};

	// Node's own warnings would be written across the screen.
	const warnings: Error[] = [];
	const keepWarning = (warning: Error) => {
		warnings.push(warning);
	};

	const shownWarnings = process.listeners('warning');
	process.removeAllListeners('warning');
	process.on('warning', keepWarning);

	const restore = () => {
		mouse.set(false);
		instance.unmount();
	};

	const end = (code: number, error?: unknown) => {
		restore();
		if (error !== undefined) {
			console.error(error);
		}

		// eslint-disable-next-line unicorn/no-process-exit -- A signal or a defect ends the program here and now.
		process.exit(code);
	};

	for (const [signal, number] of signals) {
		process.on(signal, () => {
			end(128 + number);
		});
	}

	process.on('uncaughtException', error => {
		end(1, error);
	});
	// The other end of the terminal is gone: there is nothing to say, and nobody to say it to.
	process.stdout.on('error', () => {
		// eslint-disable-next-line unicorn/no-process-exit -- As SIGHUP would.
		process.exit(128 + 1);
	});

	const compositor = new Compositor(process.stdout);
	function Root() {
		({suspendTerminal} = useApp());
		return <RowPainterProvider value={compositor}>{draw(terminal)}</RowPainterProvider>;
	}

	// Ink does it when the first frame has been drawn: what is typed before that would be echoed across it.
	stdin.setRawMode(true);
	const instance = render(<Root/>, {
		stdin: stdin as unknown as NodeJS.ReadStream,
		stdout: compositor as unknown as NodeJS.WriteStream,
		alternateScreen: true,
		// The compositor wants whole frames.
		incrementalRendering: false,
		exitOnCtrlC: false,
		// The terminal has been looked at: CI=1 in the environment does not matter.
		interactive: true,
	});
	mouse.set(usesMouse);
	try {
		await instance.waitUntilExit();
	} catch (error) {
		end(1, error);
	}

	mouse.set(false);
	detach();
	compositor.detach();
	process.off('warning', keepWarning);
	for (const warning of warnings) {
		for (const show of shownWarnings) {
			show(warning);
		}
	}

	if (failure !== undefined) {
		throw failure as Error;
	}

	return exitCode;
}

// A terminal that was resized while another program had it told that one. Node reads the size when it gets the signal.
async function readSize(): Promise<void> {
	const isRead = once(process, 'SIGWINCH');
	process.kill(process.pid, 'SIGWINCH');
	await isRead;
}

// The whole group, as the terminal itself does it: the shell may be waiting for the program that started this one.
async function stopProcess(): Promise<void> {
	const {promise, resolve} = Promise.withResolvers<void>();
	process.once('SIGCONT', () => {
		resolve();
	});
	process.kill(0, 'SIGTSTP');
	// Where no shell could wake it, such as in a process group of its own, the kernel does not stop it.
	const notStopped = setTimeout(resolve, 300);
	await promise;
	clearTimeout(notStopped);
}
