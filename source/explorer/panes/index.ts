import type {Pane, Subject} from '../pane.js';

/** The tabs of the main area, in order: the first nine have a digit. */
export const panes: Readonly<Record<Subject, readonly Pane[]>> = {
	process: [],
	container: [],
};
