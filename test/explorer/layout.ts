import test from 'ava';
import {divide, paneAt, type Layout} from '../../source/explorer/layout.js';

const sizes = [[40, 10], [80, 24], [120, 40], [200, 60], [500, 200], [41, 17]] as const;

function cells(layout: Layout, columns: number, rows: number): number[] {
	const counts = Array.from({length: columns * rows}, () => 0);
	for (const pane of Object.values(layout.panes)) {
		for (let {y} = pane; y < pane.y + pane.height; y++) {
			for (let {x} = pane; x < pane.x + pane.width; x++) {
				counts[y * columns + x]!++;
			}
		}
	}

	return counts;
}

for (const [columns, rows] of sizes) {
	test(`at ${columns}x${rows} every cell between header and footer belongs to one pane`, t => {
		for (const zoomed of [undefined, 'main', 'processes', 'container'] as const) {
			const layout = divide(columns, rows, zoomed)!;
			const counts = cells(layout, columns, rows);
			t.true(counts.slice(columns, -columns).every(count => count === 1));
			t.true([...counts.slice(0, columns), ...counts.slice(-columns)].every(count => count === 0));
		}
	});
}

test('a screen that is too small is not divided', t => {
	t.is(divide(39, 10, undefined), undefined);
	t.is(divide(40, 9, undefined), undefined);
});

test('at 80 columns the main area has more than half', t => {
	t.true(divide(80, 24, undefined)!.panes.main!.width >= 50);
});

test('a click finds its pane', t => {
	const layout = divide(80, 24, undefined)!;
	t.is(paneAt(layout, 0, 1), 'processes');
	t.is(paneAt(layout, 0, 22), 'container');
	t.is(paneAt(layout, 79, 1), 'main');
	t.is(paneAt(layout, 79, 0), undefined);
});
