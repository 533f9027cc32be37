import {setTimeout as delay} from 'node:timers/promises';
import type {ReactNode} from 'react';
import {render} from 'ink-testing-library';
import {Root} from '../../source/explorer/explorer.js';
import type {Detail, DrawFrame, Place, Services} from '../../source/explorer/pane.js';
import {createTheme} from '../../source/explorer/theme.js';
import type {Writable} from '../../source/explorer/writing/writable.js';

export const keys = {up: '\x1b[A', down: '\x1b[B', right: '\x1b[C', left: '\x1b[D', enter: '\r', escape: '\x1b[27u', tab: '\t', shiftTab: '\x1b[Z', backspace: '\x7f', pageDown: '\x1b[6~', pageUp: '\x1b[5~', home: '\x1b[H', end: '\x1b[F'};

/** Draws a component as the explorer does, 100 columns wide; `press` sends keys one at a time. */
export function draw(node: ReactNode) {
	const {lastFrame, stdin, unmount} = render(<Root theme={createTheme({charset: 'unicode', color: false})}>{node}</Root>);
	const lines = () => (lastFrame() ?? '').replaceAll(/\u001B\[[\d;]*m/g, '').split('\n').map(line => line.trimEnd());
	return {
		unmount,
		lines,
		/** Waits until `question` is answered with yes, for as long as a test may take. */
		async until(question: (lines: readonly string[]) => boolean) {
			while (!question(lines())) {
				await delay(10);
			}
		},
		frame: () => lastFrame() ?? '',
		async press(...sent: string[]) {
			for (const key of sent) {
				// React takes up a new handler in a turn of its own.
				await delay(5);
				stdin.write(key);
			}

			// A busy machine takes longer.
			let before;
			do {
				before = lastFrame();
				await delay(40);
			} while (lastFrame() !== before);
		},
	};
}

/** Draws what a pane has without the frame that the app puts around it. */
export const unframed: DrawFrame = content => content;

/** What a pane asked the app for. */
export function recordServices(): Services & {readonly said: string[]; readonly visited: Array<Partial<Place>>; readonly shown: Detail[]; readonly copied: string[]; readonly offered: Writable[]} {
	const [said, visited, shown, copied, offered]: [string[], Array<Partial<Place>>, Detail[], string[], Writable[]] = [[], [], [], [], []];
	return {
		said, visited, shown, copied, offered,
		rootFolder: undefined,
		memory: new Map(),
		say(message) {
			said.push(message);
		},
		visit(place) {
			visited.push(place);
		},
		noteAddress() {
			said.push('noted');
		},
		noteRow: () => undefined,
		ask({prompt, text}) {
			said.push(`ask ${prompt}${text}`);
		},
		showDetail(detail) {
			shown.push(detail);
		},
		offer(choices) {
			said.push(`export ${choices.map(({label}) => label).join(', ')}`);
			offered.push(...choices);
		},
		copy(text) {
			copied.push(text);
		},
		leave() {
			said.push('left');
		},
		holdLeaving(reason) {
			said.push(`hold ${reason}`);
			return () => {
				said.push(`release ${reason}`);
			};
		},
	};
}
