/*
 * The keyboard: "/" to the filter, "g" and a letter to a page, "j" and "k" through the
 * rows, "?" for help. Never while somebody types, and only while it is switched on.
 */
import { switchTimes } from './times.js';

const SWITCH = 'resque.keys';

const ROWS = 'main .failure, main .list tbody tr';

const help = document.getElementById('help');

const box = document.getElementById('keys-on');

let isGoing = false;

function isOn() {
	return box.checked;
}

function isTyping(target) {
	return target instanceof Element && target.closest('input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]') !== null;
}

function step(direction) {
	const rows = [...document.querySelectorAll(ROWS)];
	const at = rows.findIndex((row) => row.contains(document.activeElement));
	const next = (at < 0) ? rows[(direction > 0) ? 0 : rows.length - 1] : rows[at + direction];
	if (next) {
		next.tabIndex = -1;
		next.focus();
		next.scrollIntoView({ block: 'nearest' });
	}
}

/* The first of some things in a document or a row, in the order of their names. */
function first(place, ...selectors) {
	return selectors.map((selector) => place?.querySelector(selector)).find(Boolean);
}

function row() {
	return document.activeElement?.closest(ROWS);
}

function findField() {
	return first(document, 'main [type=search]', 'main .filter input:not([type=hidden])');
}

const KEYS = {
	'/': () => {
		findField()?.focus();
		findField()?.select();
	},
	'?': () => help.showModal(),
	'j': () => step(1),
	'k': () => step(-1),
	'o': () => first(row(), 'summary', 'a')?.click(),
	'x': () => first(row(), '[type=checkbox]')?.click(),
	't': () => switchTimes(),
	'l': () => document.getElementById('live')?.click(),
	'g': () => {
		isGoing = true;
		setTimeout(() => {
			isGoing = false;
		}, 1500);
	}
};

document.addEventListener('keydown', (event) => {
	if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented
			|| !isOn() || isTyping(event.target) || help.open) {
		return;
	}
	if (isGoing) {
		isGoing = false;
		const link = document.querySelector('[data-go="' + CSS.escape(event.key) + '"]');
		if (link !== null) {
			event.preventDefault();
			link.click();
		}
	}
	else if (Object.hasOwn(KEYS, event.key)) {
		event.preventDefault();
		KEYS[event.key]();
	}
});

try {
	box.checked = localStorage.getItem(SWITCH) !== 'off';
}
catch {
	// A browser that keeps nothing: they are on.
}
box.addEventListener('change', () => {
	try {
		localStorage.setItem(SWITCH, box.checked ? 'on' : 'off');
	}
	catch {
		// A browser that keeps nothing: for this page then.
	}
});
const button = document.getElementById('help-open');
button.addEventListener('click', () => help.showModal());
button.hidden = false;
