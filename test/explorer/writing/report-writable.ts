import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {reportWritable} from '../../../source/explorer/writing/report-writable.js';
import {findingsBy} from '../../../source/views/findings.js';
import {changes} from '../../../source/views/saved-files.js';
import {scratchFolder} from '../../support/archives.js';
import {fixture} from '../../support/fixtures.js';
import {completeCheckpoint} from '../../support/open-fixture.js';
import {recordServices} from '../../support/screen.js';
import {withRules} from '../../support/yara.js';

test('the report has what YARA rules match that the explorer was given', async t => {
	const evidence = fixture('podman-zoo');
	const checkpoint = await completeCheckpoint(evidence);
	await withRules('rule Note { strings: $a = "evidence" condition: $a }', async rules => {
		const output = path.join(scratchFolder(), 'report.md');
		await reportWritable(checkpoint, {findings: findingsBy([], rules), changes}, recordServices()).write({output, evidence}, () => undefined);
		t.regex(fs.readFileSync(output, 'utf8'), /\| danger \| Note \|.*\/tmpfs\/note\.txt/v);
	});
	checkpoint.close();
});
