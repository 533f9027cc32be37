import test from 'ava';
import {findingsBy} from '../../source/views/findings.js';
import {each} from '../../source/views/rows.js';
import {fixture} from '../support/fixtures.js';
import {completeCheckpoint} from '../support/open-fixture.js';
import {withRules} from '../support/yara.js';

test('who gives up waiting for YARA rules takes the answer from nobody else', async t => {
	const checkpoint = await completeCheckpoint(fixture('podman-zoo'));
	await withRules('rule Note { strings: $a = "evidence" condition: $a }', async rules => {
		const view = findingsBy([], rules);
		const shown: string[] = [];
		const others = view.prepare!(checkpoint, ({doing}) => {
			shown.push(doing);
		});
		await t.throwsAsync(view.prepare!(checkpoint, ({doing}) => {
			if (doing === shown.at(-1) && shown.length > 1) {
				throw new Error('no more');
			}
		}), {message: 'no more'});
		await others;
		t.true(each(view.rows(checkpoint)).some(({rule}) => rule === 'Note'));
	});
	checkpoint.close();
});
