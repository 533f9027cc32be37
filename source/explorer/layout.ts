/** A rectangle of the screen in cells, from 0. */
export type Rectangle = {readonly x: number; readonly y: number; readonly width: number; readonly height: number};

export type PaneName = 'processes' | 'container' | 'main';

export type Layout = {
	/** Panes that are on screen, with their borders. */
	readonly panes: Panes;
	/** Panes that another one covers for now, where they will be again. */
	readonly covered: Panes;
};

type Panes = Readonly<Partial<Record<PaneName, Rectangle>>>;

export const leastColumns = 40;
export const leastRows = 10;

/** Divides the screen: a header line, a footer line, and the panes between them. Undefined when the screen is too small for anything. `zoomed` gives everything to one pane, which covers the others. */
export function divide(columns: number, rows: number, zoomed: PaneName | undefined): Layout | undefined {
	if (columns < leastColumns || rows < leastRows) {
		return undefined;
	}

	const height = rows - 2;
	const panes = sideBySide(columns, height);
	return zoomed === undefined ? {panes, covered: {}} : {panes: {[zoomed]: {x: 0, y: 1, width: columns, height}}, covered: {...panes, [zoomed]: undefined}};
}

function sideBySide(columns: number, height: number): Panes {
	const left = Math.min(56, Math.max(16, Math.floor(columns * (columns < 100 ? 0.34 : 0.27))));
	const main = {x: left, y: 1, width: columns - left, height};
	if (height < 14) {
		return {processes: {x: 0, y: 1, width: left, height}, main};
	}

	const container = Math.min(14, Math.floor(height * 0.4));
	return {
		processes: {x: 0, y: 1, width: left, height: height - container},
		container: {x: 0, y: 1 + height - container, width: left, height: container},
		main,
	};
}

/** The pane at a cell. */
export function paneAt(layout: Layout, x: number, y: number): PaneName | undefined {
	return (Object.entries(layout.panes) as Array<[PaneName, Rectangle]>).find(([, pane]) => x >= pane.x && x < pane.x + pane.width && y >= pane.y && y < pane.y + pane.height)?.[0];
}
