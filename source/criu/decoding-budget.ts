import {Malformed} from './wire.js';

// About a gigabyte of objects. A process with a million descriptors has six million.
const maxObjects = 1 << 23;

/**
How many objects the images of one dump may become: two bytes of a message can ask for an object of a hundred, and a few kilobytes of an archive for gigabytes of such messages.
*/
export class DecodingBudget {
	left: number;

	constructor(objects = maxObjects) {
		this.left = objects;
	}

	/**
	Takes one object from it.

	@throws {Malformed} when it is used up
	*/
	spend(): void {
		if (this.left === 0) {
			throw new Malformed('more objects than the images of a dump have');
		}

		this.left--;
	}
}
