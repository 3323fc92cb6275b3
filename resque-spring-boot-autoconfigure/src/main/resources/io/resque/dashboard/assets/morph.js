/*
 * Makes a part of the page like its newer version, and keeps what the reader did to it:
 * open rows, checked boxes, typed text, focus. Rows are told apart by "id" or "data-key";
 * elements with "data-keep" belong to scripts and stay as they are.
 */

const OURS = new Set(['open', 'tabindex', 'checked']);

const TEXT_FIELD = 'textarea, select, input:not([type=checkbox], [type=radio], [type=hidden], [type=submit], [type=button])';

export function morph(old, fresh) {
	const focused = document.activeElement;
	element(old, fresh);
	if (focused && focused !== document.activeElement && focused.isConnected) {
		focused.focus({ preventScroll: true });
	}
}

function element(old, fresh) {
	if (old.isEqualNode(fresh) || old.hasAttribute('data-keep') || isBeingFilledIn(old)) {
		return;
	}
	attributes(old, fresh);
	if (!old.matches('input, textarea, select')) {
		children(old, fresh);
	}
}

function isBeingFilledIn(node) {
	const focused = document.activeElement;
	return node.tagName === 'FORM' && focused && focused.form === node && focused.matches(TEXT_FIELD);
}

function attributes(old, fresh) {
	const isTyped = old.matches(TEXT_FIELD);
	if (old.matches('input') && old.getAttribute('value') !== fresh.getAttribute('value')) {
		// Another thing now, which nobody has ticked.
		old.checked = fresh.checked;
	}
	for (const { name, value } of fresh.attributes) {
		if (!OURS.has(name) && !(isTyped && name === 'value') && old.getAttribute(name) !== value) {
			old.setAttribute(name, value);
		}
	}
	for (const { name } of [...old.attributes]) {
		if (!OURS.has(name) && !fresh.hasAttribute(name)) {
			old.removeAttribute(name);
		}
	}
}

function children(old, fresh) {
	const wanted = [...fresh.childNodes];
	const names = named(wanted);
	const oldNames = named(old.childNodes);
	const keys = new Set(names.values());
	const present = new Map([...oldNames].map(([node, name]) => [name, node]));
	let cursor = old.firstChild;
	for (const node of wanted) {
		cursor = past(cursor, (candidate) => oldNames.has(candidate) && !keys.has(oldNames.get(candidate)));
		const match = names.has(node) ? present.get(names.get(node)) : alike(cursor, node);
		if (!match) {
			old.insertBefore(node, cursor);
			continue;
		}
		if (!key(node)) {
			cursor = past(cursor, (candidate) => candidate !== match && !key(candidate));
		}
		if (match === cursor) {
			cursor = cursor.nextSibling;
		}
		else {
			old.insertBefore(match, cursor);
		}
		present.delete(names.get(node));
		update(match, node);
	}
	past(cursor, () => true);
}

/* Names of the nodes that have a key, by node; equal ones are counted. */
function named(nodes) {
	const counts = new Map();
	const names = new Map();
	for (const node of nodes) {
		const name = key(node);
		if (name) {
			counts.set(name, (counts.get(name) ?? 0) + 1);
			names.set(node, `${name} ${counts.get(name)}`);
		}
	}
	return names;
}

/* The next node without a key that has the same name, if no row with a key is in between. */
function alike(cursor, node) {
	let candidate = cursor;
	while (candidate && !key(candidate) && candidate.nodeName !== node.nodeName) {
		candidate = candidate.nextSibling;
	}
	return (candidate && !key(candidate)) ? candidate : null;
}

function update(old, fresh) {
	if (old.nodeType === Node.ELEMENT_NODE) {
		element(old, fresh);
	}
	else if (old.data !== fresh.data) {
		old.data = fresh.data;
	}
}

/* Goes on behind what is not wanted any more, and takes it away, unless it is in use. */
function past(cursor, isUnwanted) {
	while (cursor && isUnwanted(cursor)) {
		const next = cursor.nextSibling;
		if (key(cursor) && isInUse(cursor)) {
			cursor.classList.add('gone');
		}
		else {
			cursor.remove();
		}
		cursor = next;
	}
	return cursor;
}

function isInUse(node) {
	return node.contains(document.activeElement) || node.querySelector('details[open]') !== null
			|| [...node.querySelectorAll('input')].some((input) => input.checked !== input.defaultChecked);
}

function key(node) {
	return (node.nodeType === Node.ELEMENT_NODE) ? node.getAttribute('data-key') || node.id : null;
}
