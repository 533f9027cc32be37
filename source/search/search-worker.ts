import {parentPort} from 'node:worker_threads';
import {createMatcher} from './matcher.js';
import {windowBuffer} from './scan.js';
import {SearchControl} from './search-control.js';
import type {SearchRequest} from './search-thread.js';
import {mostHeld, type UnitReport} from './unit-report.js';
import {searchUnit} from './unit-search.js';

function post(report: UnitReport): void {
	parentPort!.postMessage(report, [report.addresses.buffer, report.lengths.buffer]);
}

function run({pattern, memory, ...request}: SearchRequest): void {
	const control = new SearchControl(memory);
	const matcher = createMatcher(pattern);
	const task = {...request, control, matcher, buffer: windowBuffer(matcher)};
	const takeUnit = () => control.waitFor(() => control.held <= mostHeld ? true : undefined) && control.takeUnit();
	for (let unit = takeUnit(); unit !== undefined; unit = takeUnit()) {
		searchUnit(task, unit, post);
	}

	parentPort!.postMessage('idle');
}

parentPort!.on('message', run);
parentPort!.postMessage('ready');
