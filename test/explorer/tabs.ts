import test from 'ava';
import {tabTitle, type Tab} from '../../source/explorer/components/tabs.js';
import {createTheme} from '../../source/explorer/theme.js';
import {widthOf} from '../../source/text/fit.js';
import {panes} from '../../source/explorer/panes/index.js';

const theme = createTheme({charset: 'unicode', color: false});
const title = (tabs: readonly Tab[], active: string, width: number) => tabTitle(tabs, active, width, true, theme).map(({text}) => text).join('');

const named = (count: number): Tab[] => Array.from({length: count}, (_, index) => ({id: `tab${index + 1}`, title: `Title${index + 1}`, short: `T${index + 1}`}));

test('tabs have their names where these fit, short names where not', t => {
	t.is(title(named(3), 'tab2', 40), '1 Title1 2 Title2 3 Title3');
	t.is(title(named(3), 'tab2', 20), '1T1 2 Title2 3T3');
	t.is(title(named(3), 'tab2', 12), '1T1 2T2 3T3');
});

test('where not all fit, those around the active one are shown, and that there are more', t => {
	t.is(title(named(9), 'tab1', 24), '1 Title1 2T2 3T3 4T4 ›');
	t.is(title(named(9), 'tab5', 24), '‹ 4T4 5 Title5 6T6 7T7 ›');
	t.is(title(named(9), 'tab9', 24), '‹ 6T6 7T7 8T8 9 Title9');
});

test('the tenth tab has no digit, for there is no key for it', t => {
	t.is(title(named(11), 'tab10', 30), '‹ 6T6 7T7 8T8 9T9 Title10 T11');
});

for (const [subject, tabs] of Object.entries(panes)) {
	test(`the tabs of a ${subject} never take more room than there is`, t => {
		for (const {id} of tabs) {
			for (const width of [20, 30, 49, 60, 80, 120]) {
				const shown = title(tabs, id, width);
				t.true(widthOf(shown) <= width, shown);
				t.true(shown.includes(tabs.find(tab => tab.id === id)!.title) || shown.includes(tabs.find(tab => tab.id === id)!.short), shown);
			}
		}
	});
}
