import {lazy} from '../archive/attempt.js';

/**
An object whose every property is asked for when it is first read, once.

Reading a property throws what its question throws: `InputError` is remembered and costs this property alone; after `PendingError` the question is asked again.
*/
export function lazyObject<T extends object>(questions: {readonly [Key in keyof T]-?: () => T[Key]}): T {
	const object = {};
	for (const [name, question] of Object.entries(questions)) {
		Object.defineProperty(object, name, {enumerable: true, get: lazy(question as () => unknown)});
	}

	return object as T;
}
