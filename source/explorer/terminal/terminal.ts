import type {MouseReport} from './split-stdin.js';

/** What the app can ask of the terminal it runs in. */
export type Terminal = {
	/** Restores the terminal and ends the program. */
	leave(code: number): void;
	/** Restores the terminal and lets whoever runs the explorer deal with `error`. */
	fail(error: unknown): void;
	/** Back to the shell until its `fg`. */
	suspend(): void;
	/** Draws everything again. */
	redraw(): void;
	/** Returns whether the mouse is reported now. */
	toggleMouse(): boolean;
	onMouse(listener: (report: MouseReport) => void): () => void;
	/** Into the clipboard. */
	copy(text: string): void;
};
