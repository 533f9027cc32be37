/*
Finds byte patterns in memory, 64 places at a time. Compiled by compile.js.

A pattern matches where (byte & mask) == value for each of its bytes and, at each of its choices, one of the forms stands. Two of its bytes, the anchors, are compared at 64 places at once; only where both fit the rest is looked at.

What is read may lie up to the longest pattern and 128 bytes beyond the end: whatever is there does not count, but it must be memory.
*/
#include <wasm_simd128.h>

typedef struct {
	uint32_t offset, length, count;
	/* The forms, one after the other, in the order of their bytes. */
	const uint8_t *forms;
} choice;

typedef struct {
	uint32_t length;
	const uint8_t *value, *mask;
	/* Offsets of the anchors. */
	uint32_t first, second;
	uint32_t choice_count;
	const choice *choices;
} pattern;

typedef struct {
	/* Where the search goes on. */
	uint32_t resume;
	/* Room for so many matches. */
	uint32_t capacity;
	/* Where each match starts, and which pattern it is of. */
	uint32_t *starts, *patterns;
} list;

typedef struct {
	v128_t value, mask;
} anchor;

static anchor anchor_of(const pattern *p, uint32_t offset) {
	return (anchor){wasm_i8x16_splat(p->value[offset]), wasm_i8x16_splat(p->mask[offset])};
}

static inline __attribute__((always_inline)) v128_t fits(const uint8_t *at, anchor a, bool is_masked) {
	v128_t bytes = wasm_v128_load(at);
	return wasm_i8x16_eq(is_masked ? wasm_v128_and(bytes, a.mask) : bytes, a.value);
}

/* Bit n is set when both anchors fit the place n bytes from here. */
static inline __attribute__((always_inline)) uint64_t candidates(const uint8_t *first_at, anchor first, const uint8_t *second_at, anchor second, bool is_masked) {
	v128_t a = wasm_v128_and(fits(first_at, first, is_masked), fits(second_at, second, is_masked));
	v128_t b = wasm_v128_and(fits(first_at + 16, first, is_masked), fits(second_at + 16, second, is_masked));
	v128_t c = wasm_v128_and(fits(first_at + 32, first, is_masked), fits(second_at + 32, second, is_masked));
	v128_t d = wasm_v128_and(fits(first_at + 48, first, is_masked), fits(second_at + 48, second, is_masked));
	if (!wasm_v128_any_true(wasm_v128_or(wasm_v128_or(a, b), wasm_v128_or(c, d)))) {
		return 0;
	}

	return (uint64_t)wasm_i8x16_bitmask(a) | (uint64_t)wasm_i8x16_bitmask(b) << 16 | (uint64_t)wasm_i8x16_bitmask(c) << 32 | (uint64_t)wasm_i8x16_bitmask(d) << 48;
}

static bool differs(const uint8_t *at, const pattern *p, uint32_t offset) {
	v128_t bytes = wasm_v128_and(wasm_v128_load(at + offset), wasm_v128_load(p->mask + offset));
	return wasm_v128_any_true(wasm_v128_xor(bytes, wasm_v128_load(p->value + offset)));
}

static int32_t compare(const uint8_t *a, const uint8_t *b, uint32_t length) {
	for (uint32_t i = 0; i < length; i++) {
		if (a[i] != b[i]) {
			return a[i] < b[i] ? -1 : 1;
		}
	}

	return 0;
}

static bool stands(const uint8_t *at, const choice *c) {
	uint32_t low = 0, high = c->count;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		int32_t order = compare(at + c->offset, c->forms + middle * c->length, c->length);
		if (order == 0) {
			return true;
		}

		if (order < 0) {
			high = middle;
		} else {
			low = middle + 1;
		}
	}

	return false;
}

static bool matches(const uint8_t *at, const pattern *p) {
	uint32_t i = 0;
	for (; i + 16 <= p->length; i += 16) {
		if (differs(at, p, i)) {
			return false;
		}
	}

	for (; i < p->length; i++) {
		if ((at[i] & p->mask[i]) != p->value[i]) {
			return false;
		}
	}

	for (i = 0; i < p->choice_count; i++) {
		if (!stands(at, p->choices + i)) {
			return false;
		}
	}

	return true;
}

/* Where the places end at which a pattern may start: before `to`, and so that it lies before `end`. */
static uint32_t last_place(const pattern *p, uint32_t to, uint32_t end) {
	uint32_t places = end < p->length ? 0 : end - p->length + 1;
	return places < to ? places : to;
}

static inline __attribute__((always_inline)) uint32_t find_one(const pattern *p, const uint8_t *text, uint32_t from, uint32_t to, uint32_t end, list *found, bool is_masked) {
	uint32_t length = p->length, capacity = found->capacity;
	anchor first = anchor_of(p, p->first), second = anchor_of(p, p->second);
	uint32_t last = last_place(p, to, end);
	uint32_t count = 0;
	uint32_t next = from;
	for (uint32_t block = from; block < last; block += 64) {
		const uint8_t *at = text + block;
		uint64_t places = candidates(at + p->first, first, at + p->second, second, is_masked);
		for (; places != 0; places &= places - 1) {
			uint32_t place = block + __builtin_ctzll(places);
			if (place >= last) {
				break;
			}

			if (place < next || !matches(text + place, p)) {
				continue;
			}

			if (count == capacity) {
				found->resume = place;
				return count;
			}

			found->starts[count++] = place;
			next = place + length;
		}
	}

	found->resume = next > to ? next : to;
	return count;
}

/* Finds the matches of one pattern that start in [from, to) of a text that ends at `end`: leftmost, not overlapping. Returns how many were found. */
__attribute__((export_name("find"))) uint32_t find(const pattern *p, const uint8_t *text, uint32_t from, uint32_t to, uint32_t end, list *found) {
	return (p->mask[p->first] & p->mask[p->second]) == 0xFF
		? find_one(p, text, from, to, end, found, false)
		: find_one(p, text, from, to, end, found, true);
}

#define MAX_PATTERNS 256

/* The same for several patterns at once, MAX_PATTERNS at most; of those that match at one place, the first counts. */
__attribute__((export_name("findSeveral"))) uint32_t find_several(const pattern *patterns, uint32_t pattern_count, const uint8_t *text, uint32_t from, uint32_t to, uint32_t end, list *found) {
	static anchor first[MAX_PATTERNS], second[MAX_PATTERNS];
	static uint32_t last[MAX_PATTERNS];
	static uint64_t places[MAX_PATTERNS];
	uint32_t last_of_all = from;
	for (uint32_t i = 0; i < pattern_count; i++) {
		first[i] = anchor_of(patterns + i, patterns[i].first);
		second[i] = anchor_of(patterns + i, patterns[i].second);
		last[i] = last_place(patterns + i, to, end);
		last_of_all = last[i] > last_of_all ? last[i] : last_of_all;
	}

	uint32_t count = 0;
	uint32_t next = from;
	for (uint32_t block = from; block < last_of_all; block += 64) {
		const uint8_t *at = text + block;
		uint64_t all = 0;
		for (uint32_t i = 0; i < pattern_count; i++) {
			places[i] = candidates(at + patterns[i].first, first[i], at + patterns[i].second, second[i], true);
			all |= places[i];
		}

		for (; all != 0; all &= all - 1) {
			uint32_t shift = __builtin_ctzll(all);
			uint32_t place = block + shift;
			if (place < next) {
				continue;
			}

			for (uint32_t i = 0; i < pattern_count; i++) {
				if ((places[i] >> shift & 1) == 0 || place >= last[i] || !matches(text + place, patterns + i)) {
					continue;
				}

				if (count == found->capacity) {
					found->resume = place;
					return count;
				}

				found->starts[count] = place;
				found->patterns[count++] = i;
				next = place + patterns[i].length;
				break;
			}
		}
	}

	found->resume = next > to ? next : to;
	return count;
}
