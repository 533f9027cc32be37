import test from 'ava';
import {GrowingColumn} from '../../source/search/growing-column.js';

test('a column has what was added, however much that is, and room for more where it is asked for', t => {
	for (const count of [0, 1, 64, 65, 200_000]) {
		const column = new GrowingColumn(Float64Array);
		const expected: number[] = [];
		for (let index = 0; index < count; index++) {
			column.push(index * 3);
			expected.push(index * 3);
			if (index % 1000 === 0) {
				column.replaceLast(index + 0.5);
				expected[index] = index + 0.5;
			}
		}

		t.is(column.length, count);
		const finished = column.finish(1);
		t.true(finished.buffer instanceof SharedArrayBuffer);
		t.deepEqual([...finished], [...expected, 0]);
	}
});

test('integers of 64 bits are exact', t => {
	const column = new GrowingColumn(BigUint64Array);
	column.push(0xffff_ffff_ffff_ffffn);
	t.deepEqual([...column.finish()], [0xffff_ffff_ffff_ffffn]);
});
