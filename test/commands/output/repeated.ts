import test from 'ava';
import {joiner} from '../../../source/commands/output/repeated.js';
import {randomNumbers} from '../../support/segments.js';

test('the texts of a row are joined as they are, whichever of them change from row to row', t => {
	const random = randomNumbers(3);
	for (const count of [1, 2, 5, 12]) {
		const join = joiner(count);
		const texts = Array.from({length: count}, () => 'a');
		for (let row = 0; row < 2000; row++) {
			for (let changes = random(4); changes > 0; changes--) {
				texts[random(count)] = ['', 'a', 'bc', `text ${random(3)}`][random(4)]!;
			}

			t.is(join(index => texts[index]!), texts.join(''));
		}
	}
});
