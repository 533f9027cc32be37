import path from 'node:path';
import fs from 'node:fs';
import test from 'ava';
import {setTerminalCharset} from '../../../source/text/printable.js';
import {Untrusted} from '../../../source/text/untrusted.js';
import {findings as ourFindings, findingsBy} from '../../../source/views/findings.js';
import {changes} from '../../../source/views/saved-files.js';
import {checkpointFileOf} from '../../../source/writing/checkpoint-file.js';
import {makeReport, type ReportFormat} from '../../../source/writing/report/report.js';
import {scratchFolder} from '../../support/archives.js';
import {editedTar} from '../../support/edited-checkpoint.js';
import {fixture} from '../../support/fixtures.js';
import {completeCheckpoint} from '../../support/open-fixture.js';
import {withRules} from '../../support/yara.js';

async function reportOf(file: string, format: ReportFormat, findings = ourFindings): Promise<string> {
	const checkpoint = await completeCheckpoint(file);
	const {text} = await makeReport(checkpoint, {
		format, charset: 'unicode', hasSecrets: false, findings, changes, show: () => undefined, notes: [Untrusted.from('ü \u001B')],
		bookmarks: {checkpoint: checkpointFileOf(checkpoint), bookmarks: [{subject: 'process', pid: 7, tab: 'maps', note: Untrusted.from('ö \u001B')}]},
	});
	const all = [...text].join('');
	checkpoint.close();
	return all;
}

test.serial('the report in a file does not depend on what the terminal draws', async t => {
	const named = path.join(scratchFolder(), 'prüfung.tar.zst');
	fs.copyFileSync(fixture('podman-zoo'), named);
	for (const file of [named, editedTar('podman-loop', {'deleted.files': ['ä\u001B[31m']})]) {
		for (const format of ['markdown', 'html'] as const) {
			setTerminalCharset('unicode');
			const report = await reportOf(file, format);
			setTerminalCharset('ascii');
			t.is(await reportOf(file, format), report);
			t.regex(report, /ö ␛/v);
		}
	}
});

test.serial('what a YARA rule says of itself does not depend on it either', async t => {
	await withRules('rule Note { meta: description = "größer" strings: $a = "evidence" condition: $a }', async rules => {
		setTerminalCharset('ascii');
		t.regex(await reportOf(fixture('podman-zoo'), 'markdown', findingsBy([], rules)), /\| größer \|/v);
	});
});
