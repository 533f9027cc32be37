import test from 'ava';
import {Problems} from '../../source/views/problems.js';

test('each of as many complaints as anybody has a checkpoint make is told once', t => {
	const problems = new Problems();
	const many = Array.from({length: 300_000}, (_, index) => `image ${index}`);
	problems.addAll(many);
	problems.addAll(many);
	problems.add('image 0');
	t.deepEqual(problems.messages, many);
});
